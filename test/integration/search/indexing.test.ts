import { expect, test } from "vitest";
import type { DocumentId } from "#db/schema.ts";
import { createIndexer } from "#server/search/indexer.ts";
import { searchAll } from "#server/search/queries.ts";
import { startProductProcess } from "#test/support/product-process.ts";
import { openProvince } from "#test/support/province.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";
import { openSearch, titlesOf } from "./world.ts";

test("what changed is found after the next run, under its new words and not under its old ones", async () => {
  const world = await openSearch();
  const ctx = await world.as("regionOfficer");
  const unit = await world.organisation("康县第一示范小学");
  await world.db.updateTable("organisation").set({ name: "蒹葭学校" }).where("id", "=", unit).execute();
  await world.indexer.settle();
  expect(await titlesOf(ctx, "蒹葭", "organisation")).toContain("蒹葭学校");
  expect(await titlesOf(ctx, "jjxx", "organisation")).toContain("蒹葭学校");
  expect(await titlesOf(ctx, "康县第一示范小学", "organisation")).not.toContain("蒹葭学校");
});

test("people and workspaces are found by the new name of their unit", async () => {
  const world = await openSearch();
  const school = await world.organisation("康县第一示范小学");
  await world.db.updateTable("organisation").set({ name: "蒹葭小学" }).where("id", "=", school).execute();
  await world.indexer.settle();
  const ctx = await world.as("regionOfficer");
  expect(await titlesOf(ctx, "蒹葭小学", "person")).toContain("康县一小种子教师");
  expect(await titlesOf(ctx, "蒹葭小学", "workspace")).toContain("陇南市·劳动教育");
});

test("a change while the object is being read is not lost", async () => {
  const world = await openSearch();
  const unit = await world.organisation("康县教育局");
  const rename = (name: string) => world.db.updateTable("organisation").set({ name }).where("id", "=", unit).execute();
  await rename("芦苇县教育局");
  const running = world.indexer.settle();
  await rename("蒹葭县教育局");
  await running;
  await world.indexer.settle();
  expect(await titlesOf(await world.as("regionOfficer"), "蒹葭", "organisation")).toEqual(["蒹葭县教育局"]);
  expect(await world.db.selectFrom("search_dirty").selectAll().execute()).toEqual([]);
});

test("a plan in the trash, a version withdrawn and a workspace's plans moved away leave no words behind", async () => {
  const world = await openSearch();
  const id: DocumentId = await world.document("家校社劳动清单");
  await world.db.updateTable("document").set({ deleted_at: 1 }).where("id", "=", id).execute();
  await world.indexer.settle();
  expect(await world.db.selectFrom("search_entry").select("kind").where("object_id", "=", id).execute()).toEqual([]);
  const released = await world.db
    .selectFrom("document")
    .select("id")
    .where("released_version_id", "is not", null)
    .executeTakeFirstOrThrow();
  await world.db.updateTable("document").set({ released_version_id: null }).where("id", "=", released.id).execute();
  await world.indexer.settle();
  const left = await world.db.selectFrom("search_entry").select("kind").where("object_id", "=", released.id).execute();
  expect(left.map(({ kind }) => kind)).toEqual(["documentLive"]);
});

test("a text that cannot be read is reported and keeps no other object waiting", async () => {
  const world = await openSearch();
  const version = await world.db
    .selectFrom("document")
    .select(["id", "released_version_id as version"])
    .where("released_version_id", "is not", null)
    .executeTakeFirstOrThrow();
  if (version.version === null) throw new Error("the demo has a released plan");
  await world.db.updateTable("document_version").set({ content: "{not json" }).where("id", "=", version.version).execute();
  await world.db.updateTable("document").set({ title: "坏掉的方案" }).where("id", "=", version.id).execute();
  const other = await world.document("家校社劳动清单");
  await world.db.updateTable("document").set({ title: "蒹葭方案" }).where("id", "=", other).execute();
  await world.indexer.settle();
  expect(world.reports).toHaveLength(1);
  expect(await titlesOf(await world.as("regionOfficer"), "蒹葭", "document")).toEqual(["蒹葭方案"]);
  const waiting = await world.db.selectFrom("search_dirty").select("object_id as id").execute();
  expect(waiting).toEqual([{ id: version.id }]);
});

test("a refusal of the database ends the run once, reported once, and loses nothing", async () => {
  const province = await openProvince();
  const reports: unknown[] = [];
  let refusing = true;
  const db = new Proxy(province.db, {
    get(target, name, receiver) {
      if (name === "transaction" && refusing) throw new Error("database or disk is full");
      const value: unknown = Reflect.get(target, name, receiver);
      return typeof value === "function" ? (value as (...all: unknown[]) => unknown).bind(target) : value;
    },
  });
  const indexer = createIndexer({ ...province.app, db }, (error) => reports.push(error));
  await indexer.settle();
  expect(reports).toHaveLength(1);
  refusing = false;
  province.clock.set(Date.now() + 60_000);
  await indexer.settle();
  await indexer.drain();
  const answer = await searchAll(await province.as("regionOfficer"), "劳动", { limit: 5 });
  expect(answer.groups.length).toBeGreaterThan(1);
});

test("killed in the middle, the process finds everything after its next start", async () => {
  const dataDir = tempDirectory();
  const find = async (server: Awaited<ReturnType<typeof startProductProcess>>) => {
    const cookie = await server.signIn("regionOfficer");
    const response = await server.fetch(`/api/v1/search?q=${encodeURIComponent("劳动")}`, { cookie });
    expect(response.status).toBe(200);
    // The API's own schema holds this shape.
    return ((await response.json()) as { groups: { kind: string; count: number }[] }).groups;
  };
  {
    // Killed at once after it listens: the first indexing has hardly begun.
    await using server = await startProductProcess({ dataDir });
    expect(server.alive).toBe(true);
    await server.kill();
  }
  await using server = await startProductProcess({ dataDir });
  const groups = await waitFor(
    async () => {
      const found = await find(server);
      return found.find(({ kind, count }) => kind === "document" && count >= 10) ? found : null;
    },
    { timeout: 100_000, interval: 200 },
  );
  expect(groups.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["workspace", "document"]));
});
