import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { OPERATIONS } from "#server/api/operations.ts";
import { problem } from "#server/api/schemas.ts";
import { startProduct, type Product } from "#test/support/product.ts";

let product: Product;
let officer: string;
let stranger: string;
let workspaceId: string;
let documentId: string;

const items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

async function list(path: string, cookie: string): Promise<Record<string, unknown>[]> {
  return items.parse(await (await product.fetch(`/api/v1${path}`, { cookie })).json()).items;
}

function find(rows: Record<string, unknown>[], matches: (row: Record<string, unknown>) => boolean): string {
  return String(rows.find(matches)?.["id"]);
}

function post(path: string, cookie: string, body: unknown): Promise<Response> {
  return product.fetch(`/api/v1${path}`, {
    method: "POST",
    cookie,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

beforeAll(async () => {
  product = await startProduct();
  officer = await product.signIn("regionOfficer");
  stranger = await product.signIn("regionOfficer03");
  workspaceId = find(await list("/workspaces", officer), ({ kind, role }) => kind === "pair" && role === "regionOfficer");
  documentId = find(await list(`/workspaces/${workspaceId}/documents`, officer), ({ kind }) => kind === "regionalPlan");
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

/** Address of an operation with an object the officer may see. */
function addressOf(path: string): string {
  return path.replace("{id}", path.startsWith("/documents") ? documentId : workspaceId);
}

const BODIES: Record<string, unknown> = {
  "/workspaces/{id}/plans": { template: "annual_plan", title: "二〇二七年度实施方案" },
  "/documents/{id}/versions": { name: "会审稿", note: "接口测试留存" },
  "/notifications/read": { all: true },
};

describe("issue item 9: each answer has the documented shape", () => {
  const signedIn = OPERATIONS.filter(({ path }) => !path.startsWith("/sessions"));

  test.each(signedIn.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))("%s", async (_name, operation) => {
    const path = addressOf(operation.path);
    const answer =
      operation.method === "get"
        ? await product.fetch(`/api/v1${path}`, { cookie: officer })
        : await post(path, officer, BODIES[operation.path]);
    expect(answer.status).toBe(operation.status);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    const body: unknown = await answer.json();
    // Parsing again gives the same: nothing undocumented was sent.
    expect(operation.answer?.parse(body)).toEqual(body);
  });

  test("a new plan is seeded, is the id of its collaboration address, and its text can be read at once", async () => {
    const { id } = z
      .object({ id: z.string() })
      .parse(
        await (
          await post(`/workspaces/${workspaceId}/plans`, officer, { template: "achievement_subplan", title: "劳动教育分项方案" })
        ).json(),
      );
    const document = z
      .object({ id: z.string(), kind: z.string(), title: z.string(), text: z.string(), blocks: z.array(z.unknown()), head: z.number() })
      .parse(await (await product.fetch(`/api/v1/documents/${id}`, { cookie: officer })).json());
    expect(document).toMatchObject({ id, kind: "achievementSubplan", title: "劳动教育分项方案", head: 1 });
    expect(document.text.length).toBeGreaterThan(20);
    expect(document.blocks.length).toBeGreaterThan(5);
  });

  test("a version keeps the text and its hash; the list shows it first", async () => {
    const saved = z
      .object({ id: z.string(), hash: z.string() })
      .parse(await (await post(`/documents/${documentId}/versions`, officer, { name: "送审稿" })).json());
    const [first] = await list(`/documents/${documentId}/versions`, officer);
    expect(first).toMatchObject({ id: saved.id, hash: saved.hash, name: "送审稿" });
  });
});

describe("who may not, gets nothing", () => {
  const protectedOnes = OPERATIONS.filter(({ asks }) => asks !== "nothing");

  test.each(protectedOnes.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    "without a session: %s",
    async (_name, { method, path }) => {
      const answer = await product.fetch(`/api/v1${addressOf(path)}`, {
        method: method.toUpperCase(),
        ...(method === "post" ? { headers: { "content-type": "application/json" }, body: "{}" } : {}),
      });
      expect(answer.status).toBe(401);
      expect(problem.parse(await answer.json())).toMatchObject({ code: "unauthenticated", status: 401 });
    },
  );

  test.each(
    OPERATIONS.filter(({ path }) => path.includes("{id}")).map(
      (operation) => [`${operation.method} ${operation.path}`, operation] as const,
    ),
  )("a stranger cannot tell an existing object from none: %s", async (_name, { method, path }) => {
    const ask = async (address: string) => {
      const answer =
        method === "get" ? await product.fetch(`/api/v1${address}`, { cookie: stranger }) : await post(address, stranger, BODIES[path]);
      const { requestId, ...body } = problem.parse(await answer.json());
      expect(requestId).toBe(answer.headers.get("x-request-id"));
      return { status: answer.status, body };
    };
    const existing = await ask(addressOf(path));
    expect(existing.status).toBe(404);
    expect(existing).toEqual(await ask(path.replace("{id}", "aaaaaaaaaaaaaaaaaaaaaaaaaa")));
  });

  test("the other side reads the plan and may neither create nor keep versions", async () => {
    const holder = await product.signIn("holderExpert");
    expect((await product.fetch(`/api/v1/documents/${documentId}`, { cookie: holder })).status).toBe(200);
    expect((await post(`/documents/${documentId}/versions`, holder, { name: "越权" })).status).toBe(403);
    expect((await post(`/workspaces/${workspaceId}/plans`, holder, { template: "annual_plan", title: "越权" })).status).toBe(403);
  });

  test("the province sees no live draft", async () => {
    const province = await product.signIn("provinceAdmin");
    const answer = await product.fetch(`/api/v1/documents/${documentId}`, { cookie: province });
    const titles = await list(`/workspaces/${workspaceId}/documents`, province);
    expect(answer.status === 403 || titles.some(({ id }) => id === documentId)).toBe(true);
    const { id } = z
      .object({ id: z.string() })
      .parse(await (await post(`/workspaces/${workspaceId}/plans`, officer, { template: "annual_plan", title: "草稿" })).json());
    expect((await product.fetch(`/api/v1/documents/${id}`, { cookie: province })).status).toBe(403);
    expect((await list(`/workspaces/${workspaceId}/documents`, province)).map((row) => row["id"])).not.toContain(id);
  });

  test("G2: a body that names another workspace, owner or role changes nothing", async () => {
    const answer = await post(`/workspaces/${workspaceId}/plans`, officer, {
      template: "annual_plan",
      title: "夹带",
      workspaceId: "aaaaaaaaaaaaaaaaaaaaaaaaaa",
      createdBy: "someone",
      state: "published",
      role: "provinceAdmin",
    });
    const { id } = z.object({ id: z.string() }).parse(await answer.json());
    const made = (await list(`/workspaces/${workspaceId}/documents`, officer)).find((row) => row["id"] === id);
    expect(made).toMatchObject({ title: "夹带", state: "draft" });
  });
});

describe("a request that is wrong", () => {
  const json = { "content-type": "application/json" };
  const send = (path: string, init: RequestInit) => product.fetch(`/api/v1${path}`, { cookie: officer, ...init });
  const outcome = async (answer: Response) => {
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    const { status, code, detail } = problem.parse(await answer.json());
    expect(status).toBe(answer.status);
    expect(detail).toMatch(/\p{Script=Han}/u);
    return [status, code];
  };

  test.each([
    ["no JSON", { method: "POST", headers: json, body: '{"template":' }, [400, "malformed"]],
    ["a bare value", { method: "POST", headers: json, body: '"x"' }, [400, "malformed"]],
    ["another format", { method: "POST", headers: { "content-type": "application/xml" }, body: "<x/>" }, [415, "unsupportedMedia"]],
    [
      "an unknown encoding",
      { method: "POST", headers: { ...json, "content-encoding": "compress" }, body: "{}" },
      [415, "unsupportedMedia"],
    ],
    ["a body over the limit", { method: "POST", headers: json, body: JSON.stringify({ title: "文".repeat(400_000) }) }, [413, "tooLarge"]],
    ["a method the address lacks", { method: "PUT", headers: json, body: "{}" }, [405, "methodNotAllowed"]],
    ["wrong fields", { method: "POST", headers: json, body: '{"template":"none","title":""}' }, [422, "invalid"]],
    ["an array", { method: "POST", headers: json, body: "[]" }, [422, "invalid"]],
  ] as const)("with %s is told so in a problem", async (_name, init, expected) => {
    expect(await outcome(await send(`/workspaces/${workspaceId}/plans`, init))).toEqual(expected);
  });

  test("names each wrong field in Chinese", async () => {
    const answer = await post(`/workspaces/${workspaceId}/plans`, officer, { template: "none", title: "" });
    expect(problem.parse(await answer.json()).fields).toEqual({ template: "请选择一种模板", title: "请填写方案名称" });
  });

  test("at an unknown address is not found, with any method", async () => {
    for (const path of ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/me", "/api/v1/me/", "/api/v1/Me"]) {
      expect([path, ...(await outcome(await product.fetch(path, { cookie: officer })))]).toEqual([path, 404, "notFound"]);
    }
    expect(await outcome(await send("/nothing", { method: "POST", headers: json, body: "{}" }))).toEqual([404, "notFound"]);
  });

  test("with an id no server made is not found without a look at the database", async () => {
    for (const id of ["..", "%2e%2e%2fetc", "a'--", "x".repeat(5000), "{id}"]) {
      expect((await send(`/documents/${encodeURIComponent(id)}`, {})).status).toBe(404);
    }
  });

  test("tells the allowed methods", async () => {
    expect((await send("/me", { method: "PATCH", headers: json, body: "{}" })).headers.get("allow")).toBe("GET, OPTIONS");
  });
});

describe("the description", () => {
  test("is OpenAPI 3.1, names every operation, and is public", async () => {
    const answer = await product.fetch("/api/openapi.json");
    const description = z
      .object({
        openapi: z.string(),
        paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) }))),
      })
      .parse(await answer.json());
    expect(description.openapi).toBe("3.1.0");
    const described = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort());
    for (const { method, path, status } of OPERATIONS) {
      expect(Object.keys(description.paths[path]?.[method]?.responses ?? {})).toEqual([String(status), "default"]);
    }
  });
});
