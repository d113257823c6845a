import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import yauzl from "yauzl";
import type { ImportBatchId } from "#db/schema-office.ts";
import { inTransaction } from "#db/transaction.ts";
import { createContext } from "#server/core/create-context.ts";
import { addMember, endMembership } from "#server/workspaces/commands.ts";
import { authorize } from "#server/permissions/authorize.ts";
import { notify } from "#server/notifications/notify.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";
import { waitFor } from "#test/support/wait.ts";

/** Strings that name nobody else. */
const NAME = "离岗甲乙";
const LOGIN = "ligangjia";
const TITLE = "独有称谓丙";
const CANARIES = [NAME, LOGIN, TITLE];
const PAIR = "陇南市·劳动教育";
const PERSONAS = [
  "holderHost",
  "holderExpert",
  "regionOfficer",
  "researchOfficer",
  "schoolTeacher02",
  "allianceLead",
  "provinceAdmin",
  "unitAdmin",
  "unitAdmin02",
  "systemOperator",
  "securityAdmin",
];

/** Gives one of the demo teachers a name that can be looked for, and acts by and on that person in every way that keeps a name. */
async function prepareLeaver(product: Product) {
  const { db } = product.app;
  const { id: personId } = await db.selectFrom("person").select("id").where("login", "=", "schoolTeacher").executeTakeFirstOrThrow();
  await db.updateTable("person").set({ display_name: NAME, login: LOGIN, login_key: LOGIN }).where("id", "=", personId).execute();
  await db.updateTable("role_assignment").set({ title: TITLE }).where("person_id", "=", personId).execute();

  const { id: workspaceId } = await db.selectFrom("workspace").select("id").where("title", "=", PAIR).executeTakeFirstOrThrow();
  const officer = await contextOf(product, "regionOfficer");
  const grant = await authorize(officer, "workspace.manageMembers", workspaceId, { targetSide: "applicant" });
  await endMembership(officer, grant, personId);
  await addMember(officer, grant, { personId, role: "schoolTeacher", title: TITLE });

  const cookie = await product.signIn(LOGIN);
  const { items } = await readJson<{ items: { id: string; title: string }[] }>(
    product,
    `/api/v1/workspaces/${workspaceId}/documents`,
    cookie,
  );
  const plan = items.find(({ title }) => title.includes("武都区第一示范小学"))?.id ?? "";
  const saved = await product.fetch(`/api/v1/documents/${plan}/versions`, {
    method: "POST",
    cookie,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "交接稿", note: "" }),
  });
  expect(saved.status).toBe(201);
  const others = await db.selectFrom("membership").select("person_id as id").where("workspace_id", "=", workspaceId).execute();
  const leaver = await contextOf(product, LOGIN);
  await inTransaction(leaver, (trx) =>
    notify(
      trx,
      others.map(({ id }) => id),
      "member.added",
      { actorId: personId },
      { workspaceId },
    ),
  );
  return { cookie, personId, workspaceId, plan };
}

async function contextOf(product: Product, login: string) {
  const row = await product.app.db.selectFrom("person").selectAll().where("login", "=", login).executeTakeFirstOrThrow();
  const user = { via: "session", personId: row.id, sessionId: "x" as never, login, displayName: row.display_name, mark: row.mark } as const;
  return createContext(product.app, { ...user, hat: null, duty: null }, "test");
}

async function readJson<T>(product: Product, path: string, cookie: string): Promise<T> {
  // The API's own tests hold its shapes.
  return (await (await product.fetch(path, { cookie })).json()) as T;
}

/** Addresses that one persona can ask for: pages, searches, exports and the API. */
async function listAddresses(product: Product, cookie: string): Promise<string[]> {
  const api = "/api/v1";
  const { items: spaces } = await readJson<{ items: { id: string }[] }>(product, `${api}/workspaces`, cookie);
  const inside = await Promise.all(
    spaces.map(async ({ id }) => {
      const { items } = await readJson<{ items: { id: string }[] }>(product, `${api}/workspaces/${id}/documents`, cookie);
      const plans = items.flatMap((plan) => [
        `/workspaces/${id}/plans/${plan.id}`,
        `${api}/documents/${plan.id}`,
        `${api}/documents/${plan.id}/versions`,
      ]);
      const pages = ["", "/members", "/plans"].map((page) => `/workspaces/${id}${page}`);
      return [...pages, ...plans, `${api}/workspaces/${id}/members`, `${api}/workspaces/${id}/documents`];
    }),
  );
  const units = await product.app.db.selectFrom("organisation").select("id").execute();
  const groups = await product.app.db.selectFrom("working_group").select("id").execute();
  const people = await product.app.db.selectFrom("person").select("id").where("display_name", "in", [NAME, "已注销用户"]).execute();
  const searches = CANARIES.flatMap((word) => {
    const q = encodeURIComponent(word);
    return [`/search?q=${q}`, `/search/suggest?q=${q}`, `${api}/search?q=${q}`];
  });
  return [
    ...["/", "/workspaces", "/achievements", "/organisations", "/experts", "/notifications", "/account", "/account/data"],
    ...["/manage", "/manage/people", "/manage/invitations", "/manage/approvals", "/manage/duties", "/manage/import", "/manage/status"],
    ...["/manage/export/people", "/manage/export/organisations", `${api}/notifications`, `${api}/me`],
    ...people.map(({ id }) => `/manage/people/${id}`),
    ...units.map(({ id }) => `/organisations/${id}`),
    ...groups.map(({ id }) => `/groups/${id}`),
    ...searches,
    ...inside.flat(),
  ];
}

/** What was asked for stands in the answer of a search as the question: it is taken off once. */
function hitsOf(address: string, body: string): string[] {
  const asked = new URL(address, "http://x").searchParams.get("q");
  const text = asked === null ? body : body.replaceAll(new RegExp(`(value=|q=|“|"q",|没有找到)[^<]{0,4}${asked}`, "g"), "");
  return CANARIES.filter((word) => word !== asked && text.includes(word));
}

async function scan(product: Product): Promise<{ asked: number; hits: string[] }> {
  const hits: string[] = [];
  let asked = 0;
  for (const login of PERSONAS) {
    const cookie = await product.signIn(login);
    for (const address of await listAddresses(product, cookie)) {
      const response = await product.fetch(address, { cookie });
      const body = Buffer.from(await response.arrayBuffer()).toString("utf8");
      asked += 1;
      hits.push(...hitsOf(address, body).map((word) => `${login} ${address}: ${word}`));
      if (response.status === 429 || response.status >= 500) hits.push(`${login} ${address}: ${response.status}`);
    }
  }
  return { asked, hits };
}

async function submit(product: Product, cookie: string, fields: Record<string, string>): Promise<Response> {
  return product.fetch("/account/data.data", {
    method: "POST",
    cookie,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });
}

/** Names and texts of a zip. */
async function unzip(bytes: ArrayBuffer): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes));
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files.set(entry.fileName, Buffer.concat(chunks).toString("utf8"));
  }
  return files;
}

describe("P3, U12: leaving", () => {
  it("takes the name out of every page, answer, search and export; what was written stays; the audit log keeps its own", {
    timeout: 900_000,
  }, async () => {
    await using product = await startProduct();
    const { cookie, personId, workspaceId, plan } = await prepareLeaver(product);
    const before = await scan(product);
    expect(before.hits.length).toBeGreaterThan(20);

    const wrongName = await submit(product, cookie, { intent: "leave", login: "somebody", password: DEMO_PASSWORD });
    const wrongPassword = await submit(product, cookie, { intent: "leave", login: LOGIN, password: "not the password" });
    expect([wrongName.status, wrongPassword.status]).toEqual([422, 422]);
    const left = await submit(product, cookie, { intent: "leave", login: LOGIN, password: DEMO_PASSWORD });
    expect(left.status).toBe(200);
    expect((await product.fetch("/api/v1/me", { cookie })).status).toBe(401);
    await expect(product.signIn(LOGIN)).rejects.toThrow("401");

    const { db } = product.app;
    await waitFor(
      async () => (await db.selectFrom("search_dirty").select("object_id").where("object_id", "=", personId).execute()).length === 0,
      {
        what: "the search index to follow",
      },
    );
    const after = await scan(product);
    console.info(`leaving: ${before.hits.length} hits before, ${after.hits.length} after, ${after.asked} addresses asked`);
    expect(after.hits).toEqual([]);

    const officer = await product.signIn("regionOfficer");
    const versions = await readJson<{ items: { name: string; authorName: string }[] }>(
      product,
      `/api/v1/documents/${plan}/versions`,
      officer,
    );
    expect(versions.items).toContainEqual(expect.objectContaining({ name: "交接稿", authorName: "已注销用户" }));
    const { items: members } = await readJson<{ items: { personId: string }[] }>(
      product,
      `/api/v1/workspaces/${workspaceId}/members`,
      officer,
    );
    expect(members.map((member) => member.personId)).not.toContain(personId);

    const entry = await db.selectFrom("audit").selectAll().where("type", "=", "account.left").executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ actor_id: personId, actor_name: NAME, outcome: "success" });
    const row = await db.selectFrom("person").selectAll().where("id", "=", personId).executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      display_name: "已注销用户",
      status: "disabled",
      disabled_reason: "left",
      password_hash: null,
      phone_hash: null,
    });
    for (const table of ["session", "access_token", "second_factor", "notification"] as const) {
      expect(await db.selectFrom(table).select("person_id").where("person_id", "=", personId).execute()).toEqual([]);
    }
    const open = await db
      .selectFrom("membership")
      .select("ended_at")
      .where("person_id", "=", personId)
      .where("ended_at", "is", null)
      .execute();
    expect(open).toEqual([]);
    // Not one table but the log keeps a name.
    const tables = [
      "person",
      "activity",
      "role_assignment",
      "membership",
      "sign_in_guard",
      "approval",
      "import_batch",
      "notification",
    ] as const;
    for (const table of tables) {
      const bytes = JSON.stringify(await db.selectFrom(table).selectAll().execute());
      expect({ table, found: CANARIES.filter((word) => bytes.includes(word)) }).toEqual({ table, found: [] });
    }
  });

  it("leaves reports of imports as they are, whatever somebody is called", async () => {
    await using product = await startProduct();
    const { db } = product.app;
    const report = JSON.stringify({ counts: { new: 1, changed: 0, unchanged: 0, faulty: 0 }, headings: ["登录名", "姓名"] });
    const { id: operator } = await db.selectFrom("person").select("id").where("login", "=", "systemOperator").executeTakeFirstOrThrow();
    await db
      .insertInto("import_batch")
      .values({
        id: "batch-one" as ImportBatchId,
        kind: "people",
        person_id: operator,
        organisation_id: null,
        file_name: "名单.csv",
        file_hash: "",
        created_at: 1,
        expires_at: 2,
        state: "done",
        progress: 100,
        rows_total: 1,
        rows_bad: 0,
        report,
      })
      .execute();
    await db.updateTable("person").set({ display_name: "counts" }).where("login", "=", "schoolTeacher").execute();
    const cookie = await product.signIn("schoolTeacher");
    const left = await submit(product, cookie, { intent: "leave", login: "schoolTeacher", password: DEMO_PASSWORD });
    expect(left.status).toBe(200);
    const kept = await db
      .selectFrom("import_batch")
      .select("report")
      .where("id", "=", "batch-one" as ImportBatchId)
      .executeTakeFirst();
    expect(kept).toEqual({ report });
  });

  it("is refused, with the places named, while somebody is the last who looks after something", async () => {
    await using product = await startProduct();
    const { db } = product.app;
    for (const [login, words] of [
      ["holderHost", "members"],
      ["unitAdmin02", "organisations"],
      ["auditor", "/manage/duties"],
    ] as const) {
      const cookie = await product.signIn(login);
      const page = await (await product.fetch("/account/data", { cookie })).text();
      expect({ login, named: page.includes("请先交接") && page.includes(words) }).toEqual({ login, named: true });
      const answer = await submit(product, cookie, { intent: "leave", login, password: DEMO_PASSWORD });
      expect({ login, status: answer.status }).toEqual({ login, status: 409 });
      const row = await db.selectFrom("person").select("status").where("login", "=", login).executeTakeFirst();
      expect(row).toEqual({ status: "active" });
    }
  });

  it("a copy of one's own data comes after the password, for this session and for two minutes, and is audited", async () => {
    await using product = await startProduct();
    const { cookie, workspaceId } = await prepareLeaver(product);
    const refused = await submit(product, cookie, { intent: "copy", password: "wrong" });
    expect(refused.status).toBe(422);
    expect((await product.fetch("/account/data/copy?ticket=1.x", { cookie })).status).toBe(403);

    const answer = await (await submit(product, cookie, { intent: "copy", password: DEMO_PASSWORD })).text();
    const ticket = /\d{13}\.[0-9a-f]{64}/.exec(answer)?.[0] ?? "";
    const other = await product.signIn("schoolTeacher02");
    expect((await product.fetch(`/account/data/copy?ticket=${ticket}`, { cookie: other })).status).toBe(403);
    const copy = await product.fetch(`/account/data/copy?ticket=${ticket}`, { cookie });
    expect([copy.status, copy.headers.get("content-type")]).toEqual([200, "application/zip"]);
    const files = await unzip(await copy.arrayBuffer());
    expect([...files.keys()]).toEqual([
      "说明.txt",
      "profile.json",
      "roles.json",
      "memberships.json",
      "sessions.json",
      "tokens.json",
      "notification-settings.json",
      "log.json",
      "contributions/plans.json",
      "contributions/versions.json",
      "contributions/activity.json",
    ]);
    expect(JSON.parse(files.get("profile.json") ?? "")).toMatchObject({ login: LOGIN, displayName: NAME });
    expect(files.get("contributions/versions.json")).toContain("交接稿");
    expect(files.get("memberships.json")).toContain(workspaceId);
    expect([...files.values()].join("")).not.toMatch(/argon2|_hash|sealed/i);
    const entries = await product.app.db.selectFrom("audit").select("actor_name").where("type", "=", "data.copied").execute();
    expect(entries).toEqual([{ actor_name: NAME }]);
  });
});
