import { expect, test } from "vitest";
import { io } from "socket.io-client";
import type { SessionHash } from "#db/schema.ts";
import { createContext } from "#server/core/create-context.ts";
import { authorizeDocument } from "#server/permissions/authorize.ts";
import { restoreVersion, saveVersion } from "#server/plans/commands.ts";
import { getDocument, getVersion, listVersions } from "#server/plans/queries.ts";
import { startProduct } from "#test/support/product.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";

interface Listed {
  items: { id: string; title: string }[];
}

test("plans, versions and presence work through the whole product on its real journal", async () => {
  await using product = await startProduct();
  const cookie = await product.signIn("regionOfficer");
  const get = async <T>(path: string): Promise<T> => (await (await product.fetch(`/api/v1${path}`, { cookie })).json()) as T;
  const post = async <T>(path: string, body: unknown): Promise<T> => {
    const headers = { "content-type": "application/json" };
    const response = await product.fetch(`/api/v1${path}`, { method: "POST", cookie, headers, body: JSON.stringify(body) });
    expect(response.status).toBe(201);
    return (await response.json()) as T;
  };
  const workspace = (await get<Listed>("/workspaces")).items.find(({ title }) => title === "陇南市·劳动教育");
  const { id } = await post<{ id: string }>(`/workspaces/${workspace?.id}/plans`, { template: "annual_plan", title: "新学年方案" });
  const document = await get<{ text: string; head: number }>(`/documents/${id}`);
  expect(document.text.split("\n").filter((line) => line !== "")).toEqual([
    "新学年方案",
    "一、上年度进展与问题",
    "二、本年度目标与指标",
    "三、重点任务与活动安排（按月）",
    "四、责任分工",
    "五、经费安排",
    "六、季度检查要点",
  ]);
  await post(`/documents/${id}/versions`, { name: "空白稿", note: "" });
  expect((await get<{ items: { name: string }[] }>(`/documents/${id}/versions`)).items).toMatchObject([{ name: "空白稿" }]);

  const socket = io(product.origin, { transports: ["websocket"], extraHeaders: { cookie, origin: product.origin }, forceNew: true });
  let present: string[] = [];
  socket.on("presence", ({ people }: { people: { name: string }[] }) => (present = people.map(({ name }) => name)));
  expect(await socket.timeout(SAFETY_LIMIT).emitWithAck("join", { workspaceId: workspace?.id, documentId: id })).toEqual({ ok: true });
  await waitFor(() => present.length === 1);
  expect(present).toEqual(["陇南市推广应用负责人"]);
  socket.close();
});

test("a version comes back into the live text through the real journal", async () => {
  await using product = await startProduct();
  const { app } = product;
  const person = await app.db.selectFrom("person").selectAll().where("login", "=", "regionOfficer02").executeTakeFirstOrThrow();
  const { id: personId, login, display_name: displayName, mark } = person;
  // Rights hang on the person; commands do not look at the session.
  const ctx = createContext(
    app,
    { personId, login, displayName, mark, sessionId: "none" as SessionHash, via: "session", hat: null, duty: null },
    "test",
  );
  const { id } = await app.db.selectFrom("document").select("id").where("title", "like", "陇南市推广应用“%").executeTakeFirstOrThrow();
  const [newest, oldest] = await listVersions(ctx, id);
  for (const version of [oldest, newest]) {
    if (!version) throw new Error("the demo plan has two versions");
    await restoreVersion(ctx, await authorizeDocument(ctx, "plan.restore", id), version.id);
    expect((await getDocument(ctx, id)).text).toBe((await getVersion(ctx, id, version.id)).text);
    const saved = await saveVersion(ctx, await authorizeDocument(ctx, "plan.saveVersion", id), { name: "恢复后" });
    expect(saved.hash).toBe(version.hash);
  }
});

test("the demo province survives a restart and is not loaded twice", async () => {
  const first = await startProduct();
  const documents = async (product: typeof first) =>
    (
      await product.app.db
        .selectFrom("document")
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .executeTakeFirstOrThrow()
    ).n;
  const before = await documents(first);
  await first.stop();
  await using second = await startProduct({ dataDir: first.dataDir });
  const cookie = await second.signIn("schoolTeacher");
  expect(await documents(second)).toBe(before);
  const { items } = (await (await second.fetch("/api/v1/workspaces", { cookie })).json()) as Listed;
  const listed = (await (await second.fetch(`/api/v1/workspaces/${items[0]?.id}/documents`, { cookie })).json()) as Listed;
  const regional = listed.items.find(({ title }) => title.includes("三年计划"));
  const { text } = (await (await second.fetch(`/api/v1/documents/${regional?.id}`, { cookie })).json()) as { text: string };
  expect(text).toContain("山大沟深");
  await first[Symbol.asyncDispose]();
});

test("what was typed just before a stop is in the lists after the next start", async () => {
  const dataDir = tempDirectory();
  const first = await startProduct({ dataDir });
  const { id } = await first.app.db
    .selectFrom("document")
    .select("id")
    .where("title", "like", "陇南市推广应用“%")
    .executeTakeFirstOrThrow();
  await first.app.db.updateTable("document_projection").set({ head_seq: 0, text: "" }).where("document_id", "=", id).execute();
  await first.stop();
  await using second = await startProduct({ dataDir });
  const textOf = async (): Promise<string> =>
    (await second.app.db.selectFrom("document_projection").select("text").where("document_id", "=", id).executeTakeFirstOrThrow()).text;
  await waitFor(async () => (await textOf()).includes("区域教育基本情况"));
  expect(await textOf()).toContain("花椒");
});
