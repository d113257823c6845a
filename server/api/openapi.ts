import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import type { Operation } from "./operation.ts";
import { problem } from "./schemas.ts";

const idParameter = z.object({ id: z.string().meta({ description: "对象标识" }) });

/** OpenAPI 3.1 of the operations, from the schemas that parse requests and answers. */
export function describeApi(operations: readonly Operation[]) {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describeOperation(operation);
  }
  return createDocument({
    openapi: "3.1.0",
    info: { title: "共研 JSON API", version: "1.0.0", description: "供省级平台与脚本使用；与页面共用同一套权限与规则。" },
    servers: [{ url: "/api/v1" }],
    security: [{ session: [] }, { token: [] }],
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "gongyan_session" },
        token: {
          type: "http",
          scheme: "bearer",
          description: "个人访问令牌；需要的范围见各操作的 x-gongyan-scope，缺省者只供浏览器会话使用。",
        },
      },
    },
    paths,
  });
}

function describeOperation({ summary, asks, scope, status, body, query, answer, path }: Operation): ZodOpenApiOperationObject {
  const success = answer ? { description: summary, content: { "application/json": { schema: answer } } } : { description: summary };
  return {
    summary,
    ...(asks === "nothing" ? { security: [] } : scope === null ? { security: [{ session: [] }] } : {}),
    "x-gongyan-asks": asks,
    ...(scope === null ? {} : { "x-gongyan-scope": scope }),
    requestParams: { ...(path.includes("{id}") ? { path: idParameter } : {}), ...(query ? { query } : {}) },
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: {
      [`${status}`]: success,
      default: { description: "问题说明（RFC 9457）", content: { "application/problem+json": { schema: problem } } },
    },
  };
}
