import { describe, expect, test } from "vitest";
import type { DocumentId, PersonId, WorkspaceId } from "#db/schema.ts";
import { readingOf } from "#server/permissions/documents.ts";
import { listStandings } from "#server/permissions/authorize.ts";
import { searchAll } from "#server/search/queries.ts";
import type { SearchGroupName } from "#server/search/contract.ts";
import { hitsOf, openSearch, titlesOf } from "./world.ts";

const PERSONAS = [
  "provinceAdmin",
  "researchOfficer",
  "holderHost",
  "holderHost02",
  "holderExpert",
  "regionOfficer",
  "regionOfficer03",
  "schoolTeacher",
  "schoolTeacher02",
  "allianceLead",
  "allianceTeacher",
  "systemOperator",
  "securityAdmin",
  "auditor",
];

/** One word in every object, with a second one of its own: a search for the first sees all the person may see, a search for the second nobody else's. */
const COMMON = "鸢尾暗号";
const own = (index: number) => String.fromCodePoint(0x9000 + index, 0x9800 + index);

describe("G3: search finds exactly what single reads open", () => {
  test.each(PERSONAS)("%s", async (login) => {
    const world = await openSearch();
    const { db } = world;
    const workspaces = await db.selectFrom("workspace").select("id").orderBy("id").execute();
    for (const [index, { id }] of workspaces.entries()) {
      await db
        .updateTable("workspace")
        .set({ purpose: `${COMMON} ${own(index)}` })
        .where("id", "=", id)
        .execute();
    }
    const documents = await db.selectFrom("document").selectAll().orderBy("id").execute();
    for (const [index, { id }] of documents.entries()) {
      await db
        .updateTable("document_projection")
        .set({ text: `${COMMON} ${own(100 + index)} 现稿` })
        .where("document_id", "=", id)
        .execute();
    }
    await world.indexer.settle();
    const ctx = await world.as(login);
    const standings = await listStandings(ctx);
    const mine = new Set<WorkspaceId>(standings.map(({ workspaceId }) => workspaceId));
    const live = new Set<DocumentId>(
      documents.flatMap((document) => {
        const standing = standings.find(({ workspaceId }) => workspaceId === document.workspace_id);
        const facts = { kind: document.kind, organisationId: document.organisation_id, releasedVersionId: document.released_version_id };
        return standing && readingOf(standing, facts) === "live" ? [document.id] : [];
      }),
    );
    const answer = await searchAll(ctx, COMMON, { limit: 50 });
    const found = (group: SearchGroupName) => answer.groups.find((view) => view.group === group);
    expect(new Set(found("workspace")?.hits.map(({ id }) => id))).toEqual(mine);
    expect(new Set(found("document")?.hits.map(({ id }) => id))).toEqual(live);
    expect(found("workspace")?.count ?? 0).toBe(mine.size);
    expect(found("document")?.count ?? 0).toBe(live.size);
    // Each object's own word: no hit, no count, no hint where it is foreign; exactly it where it is not.
    const foreign: string[] = [];
    let reached = 0;
    for (const [index, { id }] of workspaces.entries()) {
      const one = await searchAll(ctx, own(index), { limit: 5 });
      const seen = JSON.stringify([one.groups, one.hints]);
      if (mine.has(id)) reached += Number(seen.includes(id));
      else if (one.groups.length > 0 || one.hints.length > 0) foreign.push(seen);
    }
    for (const [index, { id }] of documents.entries()) {
      const one = await searchAll(ctx, own(100 + index), { limit: 5 });
      const seen = JSON.stringify([one.groups, one.hints]);
      if (live.has(id)) reached += Number(seen.includes(id));
      else if (one.groups.length > 0 || one.hints.length > 0) foreign.push(seen);
    }
    expect(foreign).toEqual([]);
    expect(reached).toBe(mine.size + live.size);
  });

  test("who reads released versions finds their words and none of the draft's", async () => {
    const world = await openSearch();
    const released = await world.db
      .selectFrom("document")
      .selectAll()
      .where("released_version_id", "is not", null)
      .where("title", "like", "陇南市%")
      .executeTakeFirstOrThrow();
    await world.db.updateTable("document_projection").set({ text: "仅在草稿的鹧鸪" }).where("document_id", "=", released.id).execute();
    await world.indexer.settle();
    const province = await world.as("provinceAdmin");
    expect(await hitsOf(province, "鹧鸪", "document")).toEqual([]);
    const hits = await hitsOf(province, released.title, "document");
    expect(hits.find(({ id }) => id === released.id)).toMatchObject({ reading: "released" });
    expect((await hitsOf(await world.as("regionOfficer"), "鹧鸪", "document")).map(({ id }) => id)).toEqual([released.id]);
  });

  test("rights that end end in search with the next request, before anything is indexed", async () => {
    const world = await openSearch();
    const ctx = await world.as("schoolTeacher");
    expect((await hitsOf(ctx, "劳动", "workspace")).length).toBeGreaterThan(0);
    await world.db
      .updateTable("membership")
      .set({ ended_at: 1 })
      .where("person_id", "=", ctx.user?.personId ?? ("" as PersonId))
      .execute();
    expect(await hitsOf(ctx, "劳动", "workspace")).toEqual([]);
    expect(await hitsOf(ctx, "劳动", "document")).toEqual([]);
  });
});

describe("people", () => {
  test("colleagues, fellows and administrators of units are found, strangers are not", async () => {
    const world = await openSearch();
    const teacher = await titlesOf(await world.as("schoolTeacher"), "种子教师", "person");
    expect(teacher).toContain("武都二小种子教师");
    const stranger = await titlesOf(await world.as("holderHost02"), "种子教师", "person");
    expect(stranger).toEqual([]);
    expect(await titlesOf(await world.as("holderHost02"), "单位管理员", "person")).not.toEqual([]);
  });

  test("the province and the operators of accounts find everybody, the auditor nobody", async () => {
    const world = await openSearch();
    const all = (await world.db.selectFrom("person").select("id").where("display_name", "like", "%种子教师%").execute()).length;
    expect(all).toBeGreaterThan(10);
    for (const login of ["provinceAdmin", "systemOperator", "securityAdmin"]) {
      expect({ login, count: (await titlesOf(await world.as(login), "种子教师", "person")).length }).toEqual({ login, count: all });
    }
    expect(await titlesOf(await world.as("auditor"), "种子教师", "person")).toEqual([]);
    expect(await titlesOf(await world.as("auditor"), "教育局", "organisation")).not.toEqual([]);
  });

  test("who is disabled or left is gone at once, and out of the index with the next run", async () => {
    const world = await openSearch();
    const ctx = await world.as("regionOfficer");
    expect(await titlesOf(ctx, "康县一小种子教师")).toContain("康县一小种子教师");
    const row = await world.db.selectFrom("person").select("id").where("display_name", "=", "康县一小种子教师").executeTakeFirstOrThrow();
    await world.db.updateTable("person").set({ status: "disabled" }).where("id", "=", row.id).execute();
    const { groups } = await searchAll(ctx, "康县一小种子教师", { group: "person", limit: 5 });
    expect(groups).toEqual([]);
    await world.indexer.settle();
    expect(await world.db.selectFrom("search_entry").select("id").where("object_id", "=", row.id).execute()).toEqual([]);
  });

  test("no login name and no number is a way to find somebody", async () => {
    const world = await openSearch();
    expect(await hitsOf(await world.as("provinceAdmin"), "schoolTeacher", "person")).toEqual([]);
  });
});
