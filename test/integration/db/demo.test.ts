import { describe, expect, test } from "vitest";
import { ORGANISATIONS } from "#db/demo/organisations.ts";
import { PLANS } from "#db/demo/plans.ts";
import { randomIds } from "#server/core/ids.ts";
import { systemClock } from "#server/core/clock.ts";
import { loadDemo } from "#server/demo/load.ts";
import { listDocuments, listRecentPlans } from "#server/plans/queries.ts";
import { getWorkspace, listMembers, listRecentActivity, listWorkspaces } from "#server/workspaces/queries.ts";
import { createMemoryTexts } from "#test/support/memory-texts.ts";
import { openEmptyDb, openProvince } from "#test/support/province.ts";
import { SAFETY_LIMIT } from "#test/support/wait.ts";

const count = async (db: Awaited<ReturnType<typeof openEmptyDb>>, table: "person" | "document" | "organisation" | "activity" | "setting") =>
  (
    await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow()
  ).n;

describe("the demo province", () => {
  test("has 40 people at work and five who only administer, 14 schools of Longnan, two alliances, a sourced pair and a marked one", async () => {
    const { db } = await openProvince();
    expect(await count(db, "person")).toBe(45);
    const schools = await db.selectFrom("organisation").selectAll().where("kind", "=", "school").execute();
    expect(schools).toHaveLength(14);
    expect(schools.every((school) => school.is_demo === 1 && school.region_code?.startsWith("6212") === true)).toBe(true);
    const workspaces = await db.selectFrom("workspace").selectAll().execute();
    expect(workspaces.filter(({ kind }) => kind === "alliance")).toHaveLength(2);
    const longnan = workspaces.find(({ title }) => title === "陇南市·劳动教育");
    expect(longnan).toMatchObject({ is_demo: 0, achievement_id: "a2022-14" });
    expect(longnan?.source_note).toContain("《中国基础教育》2026年第2期");
    expect(workspaces.find(({ title }) => title.startsWith("庆阳市"))?.is_demo).toBe(1);
  });

  test("gives every persona of the sign-in page a first person and its numbered colleagues", async () => {
    const { db } = await openProvince();
    const logins = (await db.selectFrom("person").select("login").execute()).map((row) => row.login);
    const personas = [
      "holderHost",
      "holderExpert",
      "regionOfficer",
      "researchOfficer",
      "schoolTeacher",
      "allianceLead",
      "allianceTeacher",
      "provinceAdmin",
    ];
    expect(logins).toEqual(expect.arrayContaining([...personas, "schoolTeacher02", "schoolTeacher14"]));
  });

  test("leaves no page empty: every workspace has plans, activity and members", async () => {
    const { db } = await openProvince();
    expect(await count(db, "document")).toBe(PLANS.length);
    for (const { id } of await db.selectFrom("workspace").select("id").execute()) {
      const documents = await db.selectFrom("document").select("id").where("workspace_id", "=", id).execute();
      const activity = await db.selectFrom("activity").select("id").where("workspace_id", "=", id).execute();
      expect(documents.length).toBeGreaterThan(0);
      expect(activity.length).toBeGreaterThan(1);
    }
  });

  test.each([
    "holderHost",
    "holderExpert",
    "regionOfficer",
    "researchOfficer",
    "schoolTeacher",
    "allianceLead",
    "allianceTeacher",
    "provinceAdmin",
  ])("leaves %s no empty page: desk, lists, and in every workspace plans, people and activity", async (login) => {
    const province = await openProvince();
    const ctx = await province.as(login);
    const workspaces = await listWorkspaces(ctx);
    expect(workspaces.length).toBeGreaterThan(0);
    expect((await listRecentActivity(ctx, 8)).length).toBeGreaterThan(1);
    expect((await listRecentPlans(ctx, 6)).length).toBeGreaterThan(1);
    for (const { id, title } of workspaces) {
      const counts = {
        plans: (await listDocuments(ctx, id)).length,
        members: (await listMembers(ctx, id)).length,
        activity: (await getWorkspace(ctx, id)).activity.length,
      };
      expect({ title, empty: Object.entries(counts).filter(([, count]) => count === 0) }).toEqual({ title, empty: [] });
    }
  });

  test("puts every text under a heading its template has", async () => {
    const { db, texts } = await openProvince();
    for (const plan of PLANS) {
      const row = await db.selectFrom("document").select("id").where("title", "=", plan.title).executeTakeFirstOrThrow();
      const { blocks } = await texts.read(row.id);
      const slots = blocks.flatMap((block) => (block.type === "block" && block.slot !== "" ? [block.slot] : []));
      expect({ title: plan.title, lost: Object.keys(plan.text).filter((slot) => !slots.includes(slot)) }).toEqual({
        title: plan.title,
        lost: [],
      });
      expect(new Set(blocks.map((block) => block.id)).size).toBe(blocks.length);
    }
  });

  test("is not loaded a second time, nor into an installation that has people", async () => {
    const { db } = await openProvince();
    const deps = { db, texts: createMemoryTexts(), ids: randomIds, clock: systemClock, hashPassword: async () => "x" };
    expect(await loadDemo(deps, "p")).toBe(false);
    await db.deleteFrom("setting").execute();
    expect(await loadDemo(deps, "p")).toBe(false);
    expect(await count(db, "person")).toBe(45);
  });

  test("an interrupted first start leaves no row and loads whole the next time", async () => {
    const db = await openEmptyDb();
    const texts = createMemoryTexts();
    const deps = { db, texts, ids: randomIds, clock: systemClock };
    const interrupted = loadDemo({ ...deps, hashPassword: async () => Promise.reject(new Error("killed")) }, "p");
    await expect(interrupted).rejects.toThrow("killed");
    expect([await count(db, "person"), await count(db, "organisation"), await count(db, "setting")]).toEqual([0, 0, 0]);
    expect(await loadDemo({ ...deps, hashPassword: async () => "x" }, "p")).toBe(true);
    expect(await count(db, "organisation")).toBe(ORGANISATIONS.length);
  });

  test("loads quickly", async () => {
    const db = await openEmptyDb();
    const begun = performance.now();
    await loadDemo({ db, texts: createMemoryTexts(), ids: randomIds, clock: systemClock, hashPassword: async () => "x" }, "p");
    expect(performance.now() - begun).toBeLessThan(SAFETY_LIMIT);
  });
});
