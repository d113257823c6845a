import express, { Router, type RequestHandler } from "express";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { guardApiMutations } from "#server/http/guard-mutations.ts";
import { sendJson } from "#server/http/json.ts";
import type { RequestLimits } from "#server/http/request-limits.ts";
import type { Door } from "#server/http/sign-in.ts";
import { createCallers, type CallerDeps } from "./caller.ts";
import type { Operation } from "./operation.ts";
import { OPERATIONS } from "./operations.ts";
import { describeApi } from "./openapi.ts";

export interface ApiDeps extends CallerDeps {
  readonly door: Door;
  readonly limits: RequestLimits;
  readonly maxBody: number;
}

/** Ids we hand out; anything else is not found without a look at the database. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Everything below /api: the operations, their description, and a problem for every other address or method. */
export function createApi(deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const description = describeApi(OPERATIONS);
  const callerOf = createCallers(deps);
  router.use((_req, res, next) => {
    res.setHeader("Cache-Control", "no-store");
    next();
  });
  router.get("/openapi.json", (req, res) => sendJson(req, res, description));
  for (const [path, operations] of groupByPath()) {
    const address = `/v1${path.replace("{id}", ":id")}`;
    for (const operation of operations) {
      router[operation.method](address, guardApiMutations, readJson(deps.maxBody), answer(operation, deps, callerOf));
    }
    router.all(address, refuseMethod(operations));
  }
  router.use((_req, _res, next) => next(new DomainError("notFound", { message: "没有这个接口地址。" })));
  return router;
}

function groupByPath(): Map<string, Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of OPERATIONS) groups.set(operation.path, [...(groups.get(operation.path) ?? []), operation]);
  return groups;
}

function answer(operation: Operation, { door, limits }: ApiDeps, callerOf: ReturnType<typeof createCallers>): RequestHandler {
  return async (req, res) => {
    const ctx = await callerOf(req, operation);
    limits.countPerson(ctx);
    // Who is not signed in learns nothing about shapes or ids either.
    if (operation.asks !== "nothing" && !ctx.user) throw new DomainError("unauthenticated");
    const id = req.params["id"];
    if (operation.path.includes("{id}") && (typeof id !== "string" || !ID.test(id))) throw new DomainError("notFound");
    const asked = {
      ctx,
      id: typeof id === "string" ? id : "",
      body: operation.body ? parseInput(operation.body, req.body) : null,
      query: operation.query ? parseInput(operation.query, req.query) : null,
      req,
      door,
      setCookie: (value: string) => res.append("Set-Cookie", value),
    };
    const result = await operation.handle(asked).catch((error: unknown) => {
      ctx.auditKeeper?.denied(ctx, error, { kind: "operation", id: `${operation.method} ${operation.path}` });
      throw error;
    });
    res.status(operation.status);
    if (operation.answer) sendJson(req, res, operation.answer.parse(result));
    else res.end();
  };
}

function refuseMethod(operations: readonly Operation[]): RequestHandler {
  const allow = [...operations.map(({ method }) => method.toUpperCase()), "OPTIONS"].join(", ");
  return (req, res, next) => {
    res.setHeader("Allow", allow);
    if (req.method === "OPTIONS") res.status(204).end();
    else next(new DomainError("methodNotAllowed"));
  };
}

/** Reads a JSON body under its limit; what the parser refuses becomes an expected failure. */
function readJson(limit: number): RequestHandler {
  const parse = express.json({ limit, type: "application/json", strict: true });
  return (req, res, next) => {
    parse(req, res, (error?: unknown) => next(error === undefined ? undefined : toBodyError(error)));
  };
}

function toBodyError(error: unknown): unknown {
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
  if (status === 413) return new DomainError("tooLarge");
  if (status === 415) return new DomainError("unsupportedMedia");
  if (status === 400) return new DomainError("malformed", { message: "请求体不是有效的 JSON。" });
  return error;
}
