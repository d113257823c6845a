import { describe, expect, test } from "vitest";
import type { DocumentId } from "#db/schema.ts";
import { type ActivityView, getWorkspace, listMembers, listRecentActivity, listWorkspaces } from "#server/workspaces/queries.ts";
import { listStandings, standingIn } from "#server/permissions/authorize.ts";
import { getDocument, listDocuments, listRecentPlans } from "#server/plans/queries.ts";
import { openProvince } from "#test/support/province.ts";

const PERSONAS = [
  "holderHost",
  "holderExpert",
  "regionOfficer",
  "researchOfficer",
  "schoolTeacher",
  "schoolTeacher02",
  "allianceLead",
  "allianceTeacher",
  "provinceAdmin",
];

/** Titles of the plans that activity rows name. */
function namedIn(rows: readonly ActivityView[]): string[] {
  return rows.flatMap(({ act }) => ("title" in act.payload ? [act.payload.title] : []));
}

describe("workspace lists", () => {
  test("a member sees own workspaces only, with the role held there", async () => {
    const province = await openProvince();
    const titles = async (login: string) => (await listWorkspaces(await province.as(login))).map(({ title, role }) => `${title} ${role}`);
    expect(await titles("schoolTeacher")).toEqual(["陇南市·劳动教育 schoolTeacher"]);
    expect((await titles("holderHost")).toSorted()).toEqual(["甘南州·劳动教育 holderHost", "陇南市·劳动教育 holderHost"].toSorted());
    expect(await titles("allianceLead")).toEqual(["小学数学学科教研联盟 allianceLead"]);
  });

  test("the province sees all workspaces of its regions and counts only released plans", async () => {
    const province = await openProvince();
    const list = await listWorkspaces(await province.as("provinceAdmin"));
    expect(list).toHaveLength(5);
    expect(list.every(({ role }) => role === "provinceAdmin")).toBe(true);
    expect(list.find(({ title }) => title === "陇南市·劳动教育")?.documentCount).toBe(2);
    expect(list.find(({ title }) => title.startsWith("庆阳市"))).toMatchObject({ documentCount: 1, isDemo: true });
  });

  test("a stranger is told the workspace is not there, an anonymous person to sign in", async () => {
    const province = await openProvince();
    const id = await province.workspace("陇南市·劳动教育");
    await expect(getWorkspace(await province.as("allianceLead"), id)).rejects.toMatchObject({ code: "notFound" });
    await expect(listMembers(await province.as("regionOfficer03"), id)).rejects.toMatchObject({ code: "notFound" });
    await expect(listWorkspaces({ ...(await province.as("holderHost")), user: null })).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("the overview shows both sides, their duties and recent activity", async () => {
    const province = await openProvince();
    const view = await getWorkspace(await province.as("regionOfficer"), await province.workspace("陇南市·劳动教育"));
    expect(view.sides.map(({ side, memberCount }) => [side, memberCount])).toEqual([
      ["holder", 3],
      ["applicant", 16],
      ["guide", 1],
    ]);
    expect(view.sides[1]?.parties[0]).toMatchObject({ name: "陇南市教育局", isLead: true });
    expect(view.achievement).toMatchObject({ year: null, level: "unstated", holderUnit: "" });
    expect(view.activity.length).toBeGreaterThan(5);
    expect(view.activity.map(({ act }) => act)).toContainEqual({
      type: "version.saved",
      payload: expect.objectContaining({ title: "陇南市2026—2027学年推广应用实施方案", number: 1, name: "印发稿" }) as unknown,
    });
    expect(view.canManageMembers).toBe(true);
  });

  test("activity about a plan the person may not read is left out", async () => {
    const province = await openProvince();
    const id = await province.workspace("陇南市·劳动教育");
    const province_ = await getWorkspace(await province.as("provinceAdmin"), id);
    expect(namedIn(province_.activity).filter((title) => title.includes("三年计划"))).toEqual([]);
    const teacher = await getWorkspace(await province.as("schoolTeacher02"), id);
    expect(namedIn(teacher.activity).filter((title) => title.includes("成县第一示范小学"))).toEqual([]);
    expect(namedIn(teacher.activity).some((title) => title.includes("武都区第二示范小学"))).toBe(true);
  });
});

describe("the desk's lists", () => {
  test.each(PERSONAS)("stand on the same decisions as single reads: %s", async (login) => {
    const province = await openProvince();
    const ctx = await province.as(login);
    const all = await province.db.selectFrom("workspace").select("id").execute();
    const single = await Promise.all(all.map(({ id }) => standingIn(ctx, id).catch(() => null)));
    const byId = (a: { workspaceId: string }, b: { workspaceId: string }) => a.workspaceId.localeCompare(b.workspaceId);
    expect((await listStandings(ctx)).sort(byId)).toEqual(single.filter((standing) => standing !== null).sort(byId));

    const documents = await province.db.selectFrom("document").select(["id", "title"]).execute();
    const readable = new Set<string>();
    for (const { id } of documents) if (await getDocument(ctx, id).catch(() => null)) readable.add(id);
    const plans = await listRecentPlans(ctx, 1000);
    expect(new Set(plans.map(({ id }) => id))).toEqual(readable);
    const activity = await listRecentActivity(ctx, 10_000);
    expect(activity.filter(({ documentId }) => documentId !== null && !readable.has(documentId))).toEqual([]);
    expect(activity.length).toBeGreaterThan(0);
  });

  test("are the newest rows of all workspaces together, newest first, as the workspaces' own lists have them", async () => {
    const province = await openProvince();
    const ctx = await province.as("holderHost");
    const ids = (await listWorkspaces(ctx)).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(1);
    const own = (await Promise.all(ids.map(async (id) => (await getWorkspace(ctx, id)).activity))).flat();
    const expected = own.sort((a, b) => b.at - a.at || b.id - a.id).slice(0, 8);
    expect(await listRecentActivity(ctx, 8)).toEqual(expected);
    const listed = (await Promise.all(ids.map((id) => listDocuments(ctx, id)))).flat();
    const newest = listed.sort((a, b) => b.updatedAt - a.updatedAt).slice(0, 6);
    expect((await listRecentPlans(ctx, 6)).map(({ updatedAt, completeness }) => ({ updatedAt, completeness }))).toEqual(
      newest.map(({ updatedAt, completeness }) => ({ updatedAt, completeness })),
    );
  });

  test("tell the province when a version was released, not when its draft was last edited", async () => {
    const province = await openProvince();
    const ctx = await province.as("provinceAdmin");
    const [plan] = await listRecentPlans(ctx, 1);
    const row = await province.db
      .selectFrom("document as d")
      .innerJoin("document_version as v", "v.id", "d.released_version_id")
      .select(["v.created_at as releasedAt"])
      .where("d.id", "=", plan?.id as DocumentId)
      .executeTakeFirstOrThrow();
    await province.db.updateTable("document").set({ updated_at: province.clock.now() }).execute();
    expect(plan).toMatchObject({ reading: "released", updatedAt: row.releasedAt });
    expect((await listRecentPlans(ctx, 1))[0]).toMatchObject({ updatedAt: row.releasedAt });
  });

  test("an anonymous person has none", async () => {
    const province = await openProvince();
    const ctx = { ...(await province.as("holderHost")), user: null };
    await expect(listRecentActivity(ctx, 8)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(listRecentPlans(ctx, 6)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
