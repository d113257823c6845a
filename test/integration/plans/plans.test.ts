import { createHash } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Block } from "#collab/docs/blocks.ts";
import { buildBody } from "#collab/docs/plan.ts";
import type { DocumentId, VersionId } from "#db/schema.ts";
import { authorizeDocument } from "#server/permissions/authorize.ts";
import { authorizeCreatePlan, createPlan, restoreVersion, saveVersion } from "#server/plans/commands.ts";
import type { CreatePlanInput } from "#server/plans/input.ts";
import { createProjector } from "#server/plans/projector.ts";
import { getDocument, getPlanPage, getVersion, listDocuments, listVersions } from "#server/plans/queries.ts";
import { listTemplates } from "#server/plans/templates.ts";
import { createWriteBudget } from "#server/plans/write-budget.ts";
import { openProvince, type Province } from "#test/support/province.ts";
import { waitFor } from "#test/support/wait.ts";

const PAIR = "陇南市·劳动教育";
const REGIONAL = "陇南市推广应用“以劳动教育";

async function create(province: Province, login: string, workspace: string, input: CreatePlanInput) {
  const ctx = await province.as(login);
  const grant = await authorizeCreatePlan(ctx, await province.workspace(workspace), input);
  return createPlan(ctx, grant, input);
}

/** Adds a paragraph, as an editor would. */
function type(province: Province, id: DocumentId, text: string): void {
  const block: Block = {
    type: "block",
    id: `added${text.length}`,
    kind: "paragraph",
    level: 0,
    checked: false,
    slot: "",
    origin: "",
    runs: [{ text, marks: {} }],
  };
  province.texts.push(id, buildBody([block], 77_000 + text.length));
}

describe("lists of plans", () => {
  test("a member sees exactly the plans that open one by one", async () => {
    const province = await openProvince();
    const id = await province.workspace(PAIR);
    const all = await province.db.selectFrom("document").select("id").where("workspace_id", "=", id).execute();
    for (const login of ["holderExpert", "regionOfficer02", "schoolTeacher", "schoolTeacher03", "provinceAdmin", "researchOfficer"]) {
      const ctx = await province.as(login);
      const listed = new Set((await listDocuments(ctx, id)).map((item) => item.id));
      const opened = new Set<string>();
      for (const document of all) {
        await getPlanPage(ctx, document.id).then(
          () => opened.add(document.id),
          (error: unknown) => expect(error).toMatchObject({ code: "forbidden" }),
        );
      }
      expect({ login, listed }).toEqual({ login, listed: opened });
    }
  });

  test("a teacher lists the own school's draft and, of other schools, submitted versions only", async () => {
    const province = await openProvince();
    const list = await listDocuments(await province.as("schoolTeacher02"), await province.workspace(PAIR));
    const schools = list.filter(({ kind }) => kind === "schoolPlan");
    expect(schools.map(({ organisationName, reading, access }) => [organisationName, reading, access])).toEqual([
      ["武都区第二示范小学", "live", "write"],
      ["武都区第一示范小学", "released", "read"],
    ]);
    expect(schools[1]?.completeness).toBeNull();
  });

  test("kinds come in the order of the programme and carry their completeness", async () => {
    const province = await openProvince();
    const list = await listDocuments(await province.as("regionOfficer"), await province.workspace(PAIR));
    expect([...new Set(list.map(({ kind }) => kind))]).toEqual(["regionalPlan", "annualPlan", "achievementSubplan", "schoolPlan"]);
    expect(list[0]).toMatchObject({ sections: { filled: 5, total: 7 }, versionCount: 2, access: "write" });
    expect(list[0]?.completeness?.missing).toContain("（二）经费保障（专项保障经费表）");
  });

  test("the province reads the released version, never the draft that went on", async () => {
    const province = await openProvince();
    const id = await province.document("2026—2027学年");
    type(province, id, "草稿里的新话");
    const ctx = await province.as("provinceAdmin");
    const document = await getDocument(ctx, id);
    expect(document).toMatchObject({ reading: "released", access: "read" });
    expect(document.text).toContain("基础教育科负责统筹调度");
    expect(document.text).not.toContain("草稿里的新话");
    expect((await getDocument(await province.as("regionOfficer"), id)).text).toContain("草稿里的新话");
    await expect(getDocument(ctx, await province.document(REGIONAL))).rejects.toMatchObject({ code: "forbidden" });
    expect(await listVersions(ctx, id)).toHaveLength(1);
  });
});

describe("creating plans", () => {
  test("seeds the template once, lists the plan and tells everybody", async () => {
    const province = await openProvince();
    const { id } = await create(province, "regionOfficer", PAIR, { template: "annual_plan", title: "  2027学年\n方案 " });
    const page = await getPlanPage(await province.as("schoolTeacher"), id);
    expect(page).toMatchObject({
      title: "2027学年 方案",
      access: "comment",
      organisation: { name: "陇南市教育局" },
      sections: { total: 6, filled: 0 },
    });
    const headings = page.blocks.filter((block) => block.type === "block" && block.slot !== "");
    expect(headings).toHaveLength(6);
    expect(province.events.map((event) => event.type)).toContain("document.created");
    const listed = await listDocuments(await province.as("holderHost"), await province.workspace(PAIR));
    expect(listed.find((item) => item.id === id)?.sections).toEqual({ total: 6, filled: 0 });
  });

  test("follows the matrix for every role", async () => {
    const province = await openProvince();
    const attempt = (login: string, template: CreatePlanInput["template"], workspace = PAIR) =>
      create(province, login, workspace, { template, title: "试写" }).then(
        () => "created",
        (error: { code?: string }) => error.code,
      );
    expect(await attempt("regionOfficer02", "regional_plan_3y")).toBe("created");
    expect(await attempt("holderHost", "regional_plan_3y")).toBe("forbidden");
    expect(await attempt("holderHost", "achievement_subplan")).toBe("created");
    expect(await attempt("holderExpert", "achievement_subplan")).toBe("forbidden");
    expect(await attempt("schoolTeacher13", "school_plan")).toBe("created");
    expect(await attempt("regionOfficer", "school_plan")).toBe("forbidden");
    expect(await attempt("provinceAdmin", "annual_plan")).toBe("forbidden");
    expect(await attempt("allianceTeacher03", "school_plan", "小学数学学科教研联盟")).toBe("created");
    expect(await attempt("allianceLead", "regional_plan_3y", "小学数学学科教研联盟")).toBe("forbidden");
    expect(await attempt("allianceLead", "school_plan")).toBe("notFound");
  });

  test("refuses another school's plan even under a grant that was asked for one's own", async () => {
    const province = await openProvince();
    const ctx = await province.as("schoolTeacher");
    const other = await province.organisation("成县第一示范小学");
    const grant = await authorizeCreatePlan(ctx, await province.workspace(PAIR), { template: "school_plan", title: "甲" });
    const input = { template: "school_plan", title: "甲", organisationId: other } as const;
    await expect(createPlan(ctx, grant, input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(createPlan(ctx, grant, { template: "regional_plan_3y", title: "甲" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(createPlan(ctx, grant, { template: "school_plan", title: " \n " })).rejects.toMatchObject({
      fields: { title: "请填写方案名称" },
    });
  });

  test("without a text engine nothing is created", async () => {
    const province = await openProvince();
    const { texts: _, ...ctx } = await province.as("regionOfficer");
    const input = { template: "annual_plan", title: "甲" } as const;
    const grant = await authorizeCreatePlan(ctx, await province.workspace(PAIR), input);
    await expect(createPlan(ctx, grant, input)).rejects.toMatchObject({ code: "storageUnavailable" });
    expect(await province.db.selectFrom("document").select("id").where("title", "=", "甲").execute()).toEqual([]);
  });

  test("offers the four templates with their kinds", () => {
    expect(listTemplates().map(({ key, kind }) => [key, kind])).toEqual([
      ["regional_plan_3y", "regionalPlan"],
      ["annual_plan", "annualPlan"],
      ["achievement_subplan", "achievementSubplan"],
      ["school_plan", "schoolPlan"],
    ]);
  });
});

describe("versions", () => {
  test("are full copies with rising numbers and a hash of their content", async () => {
    const province = await openProvince();
    const id = await province.document(REGIONAL);
    const ctx = await province.as("regionOfficer");
    const grant = await authorizeDocument(ctx, "plan.saveVersion", id);
    const first = await saveVersion(ctx, grant, { name: "甲" });
    const same = await saveVersion(ctx, grant, { name: "乙", note: "没有改动" });
    type(province, id, "又写了一句");
    const later = await saveVersion(ctx, grant, { name: "丙" });
    expect([first.number, same.number, later.number]).toEqual([3, 4, 5]);
    expect(same.hash).toBe(first.hash);
    expect(later.hash).not.toBe(first.hash);
    const row = await province.db.selectFrom("document_version").selectAll().where("id", "=", first.id).executeTakeFirstOrThrow();
    expect(createHash("sha256").update(row.content, "utf8").digest("hex")).toBe(first.hash);
    expect((await getVersion(ctx, id, later.id)).text).toContain("又写了一句");
    expect((await getVersion(ctx, id, first.id)).text).not.toContain("又写了一句");
    expect(province.events.filter((event) => event.type === "version.created")).toHaveLength(3);
  });

  test("are saved and restored only by those who write", async () => {
    const province = await openProvince();
    const id = await province.document(REGIONAL);
    for (const login of ["holderHost", "schoolTeacher", "provinceAdmin", "researchOfficer"]) {
      await expect(authorizeDocument(await province.as(login), "plan.saveVersion", id)).rejects.toMatchObject({ code: "forbidden" });
      await expect(authorizeDocument(await province.as(login), "plan.restore", id)).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("come back as a forward edit of the live text", async () => {
    const province = await openProvince();
    const id = await province.document(REGIONAL);
    const ctx = await province.as("regionOfficer02");
    const oldest = (await listVersions(ctx, id)).at(-1);
    const before = (await province.texts.read(id)).head;
    const grant = await authorizeDocument(ctx, "plan.restore", id);
    const { head } = await restoreVersion(ctx, grant, oldest?.id as VersionId);
    expect(head).toBeGreaterThan(before);
    const restored = await getVersion(ctx, id, oldest?.id as VersionId);
    expect((await getDocument(ctx, id)).text).toBe(restored.text);
    expect((await getPlanPage(ctx, id)).sections).toEqual({ total: 7, filled: 3 });
    expect(province.events.some((event) => event.type === "document.changed")).toBe(true);
  });

  test("of another document are not found", async () => {
    const province = await openProvince();
    const ctx = await province.as("regionOfficer");
    const other = (await listVersions(ctx, await province.document(REGIONAL)))[0];
    const annual = await province.document("2026—2027学年");
    await expect(getVersion(ctx, annual, other?.id as VersionId)).rejects.toMatchObject({ code: "notFound" });
    const grant = await authorizeDocument(ctx, "plan.restore", annual);
    await expect(restoreVersion(ctx, grant, other?.id as VersionId)).rejects.toMatchObject({ code: "notFound" });
  });
});

describe("what has happened is not told as a failure", () => {
  test("a plan whose first reading fails is created, once, and the failure is reported", async () => {
    const province = await openProvince();
    await sql`create trigger no_projection before insert on document_projection begin select raise(abort, 'no room'); end`.execute(
      province.db,
    );
    const reported: unknown[] = [];
    const ctx = { ...(await province.as("regionOfficer")), report: (error: unknown) => reported.push(error) };
    const input = { template: "annual_plan", title: "只此一份" } as const;
    const { id } = await createPlan(ctx, await authorizeCreatePlan(ctx, await province.workspace(PAIR), input), input);
    expect(await province.db.selectFrom("document").select("id").where("title", "=", "只此一份").execute()).toEqual([{ id }]);
    expect(String(reported)).toContain("no room");
  });

  test("a restored text stays restored and is said to be, even where its line of activity cannot be written", async () => {
    const province = await openProvince();
    const id = await province.document(REGIONAL);
    await sql`create trigger no_activity before insert on activity begin select raise(abort, 'no room'); end`.execute(province.db);
    const reported: unknown[] = [];
    const ctx = { ...(await province.as("regionOfficer")), report: (error: unknown) => reported.push(error) };
    const oldest = (await listVersions(ctx, id)).at(-1)?.id as VersionId;
    const { head } = await restoreVersion(ctx, await authorizeDocument(ctx, "plan.restore", id), oldest);
    expect(head).toBe((await province.texts.read(id)).head);
    expect((await getDocument(ctx, id)).text).toBe((await getVersion(ctx, id, oldest)).text);
    expect(String(reported)).toContain("no room");
  });
});

describe("one person's writes", () => {
  test("are limited over creating, versions and restoring together, and come back with time", async () => {
    const province = await openProvince();
    const clock = { now: () => now };
    let now = 1_000_000;
    const planWrites = createWriteBudget({ perMinute: 20, burst: 3 }, clock);
    const ctx = { ...(await province.as("regionOfficer")), planWrites };
    const id = await province.document(REGIONAL);
    const input = { template: "annual_plan", title: "甲" } as const;
    await createPlan(ctx, await authorizeCreatePlan(ctx, await province.workspace(PAIR), input), input);
    const grant = await authorizeDocument(ctx, "plan.saveVersion", id);
    const version = await saveVersion(ctx, grant, { name: "甲" });
    await restoreVersion(ctx, await authorizeDocument(ctx, "plan.restore", id), version.id);
    await expect(saveVersion(ctx, grant, { name: "乙" })).rejects.toMatchObject({ code: "tooManyRequests", retryAfter: 3 });
    const other = { ...(await province.as("regionOfficer02")), planWrites };
    expect((await saveVersion(other, await authorizeDocument(other, "plan.saveVersion", id), { name: "丙" })).number).toBeGreaterThan(0);
    now += 2999;
    await expect(saveVersion(ctx, grant, { name: "乙" })).rejects.toMatchObject({ retryAfter: 1 });
    now += 1;
    expect((await saveVersion(ctx, grant, { name: "乙" })).number).toBeGreaterThan(version.number);
    await expect(saveVersion(ctx, grant, { name: "丁" })).rejects.toMatchObject({ code: "tooManyRequests" });
  });
});

describe("projections", () => {
  test("follow the typing behind a delay, with one line of activity a person", async () => {
    const province = await openProvince();
    const id = await province.document("甘南州推广应用");
    const officer = await province.user("regionOfficer04");
    const errors: unknown[] = [];
    const projector = createProjector(province.app, (error) => errors.push(error), 5);
    type(province, id, "寄宿制学校试点安排");
    for (let round = 0; round < 20; round++) projector.edited(id, officer.personId);
    await waitFor(async () => (await textOf(province, id)).includes("寄宿制学校试点安排"));
    await projector.drain();
    const rows = await province.db
      .selectFrom("activity")
      .selectAll()
      .where("actor_id", "=", officer.personId)
      .where("type", "=", "plan.edited")
      .execute();
    expect(rows).toHaveLength(2);
    expect(errors).toEqual([]);
  });
});

async function textOf(province: Province, id: DocumentId): Promise<string> {
  const row = await province.db.selectFrom("document_projection").select("text").where("document_id", "=", id).executeTakeFirstOrThrow();
  return row.text;
}
