import { describe, expect, test } from "vitest";
import { removeExpert, saveExpert } from "#server/directory/commands.ts";
import { saveOwnExpertise } from "#server/directory/own-expertise.ts";
import { expertCandidates, findJudgedUnit, getExpert, listExperts } from "#server/directory/queries.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { openProvince } from "#test/support/province.ts";

describe("S18: the expert directory", () => {
  test("is filtered by subject, stage, region, text and whether they take requests", async () => {
    const province = await openProvince();
    const ctx = await province.as("schoolTeacher");
    const names = async (filter: Parameters<typeof listExperts>[1]) => (await listExperts(ctx, filter)).map(({ name }) => name);
    expect(await names({})).toHaveLength(9);
    expect(await names({ subject: "math" })).toEqual(["小学数学联盟负责人", "省教科院教研员（学科）"]);
    expect(await names({ region: "621202", subject: "chinese" })).toEqual(["省教科院教研员（学科）"]);
    expect(await names({ text: "课时安排" })).toEqual(["成果宣讲员（课程）"]);
    expect(await names({ accepting: "1" })).toHaveLength(8);
  });

  test("marks who must stand aside for a unit to those who manage the experts of that unit, and tells the list of avoided units to nobody else", async () => {
    const province = await openProvince();
    const ctx = await province.as("schoolTeacher");
    const unit = await province.organisation("武都区第一示范小学");
    const rows = await listExperts(await province.as("provinceAdmin"), { unit });
    const markedIn = (list: typeof rows) => list.filter(({ conflict }) => conflict !== null).map(({ name, conflict }) => [name, conflict]);
    expect(markedIn(rows)).toEqual([
      ["小学数学联盟负责人", "ownUnit"],
      ["陇南市首席推广官", "avoided"],
    ]);
    // Asked unit by unit, the list itself would come out.
    expect(markedIn(await listExperts(ctx, { unit }))).toEqual([]);
    const elsewhere = await province.organisation("陇南市教育局");
    expect(markedIn(await listExperts(await province.as("unitAdmin02"), { unit: elsewhere }))).toEqual([]);
    // Who asks out of reach is told so, by the unit's name.
    expect(await findJudgedUnit(await province.as("unitAdmin02"), elsewhere)).toMatchObject({ name: "陇南市教育局", within: false });
    expect(await findJudgedUnit(await province.as("provinceAdmin"), elsewhere)).toMatchObject({ within: true });
    expect(await findJudgedUnit(ctx, "nothing" as typeof unit)).toBeNull();
    expect(rows.every((row) => !("avoid" in row))).toBe(true);
    const other = (await province.user("regionOfficer02")).personId;
    await expect(getExpert(ctx, other)).rejects.toMatchObject({ code: "forbidden" });
    expect((await getExpert(await province.as("regionOfficer02"), other))?.avoid.map(({ name }) => name)).toContain("陇南市教育局");
  });

  test("is kept by the unit's administrator for the own people only, and by experts for themselves", async () => {
    const province = await openProvince();
    const ctx = await province.as("unitAdmin");
    const grant = await authorizeOffice(ctx, "experts.manage");
    const teacher = (await province.user("schoolTeacher02")).personId;
    const entry = {
      personId: teacher,
      subjects: ["labor", "nothing"],
      stages: ["primary"],
      regions: ["621202"],
      specialty: "校内劳动基地",
      accepting: true,
    };
    await saveExpert(ctx, grant, entry);
    expect((await getExpert(ctx, teacher))?.subjects).toEqual(["labor"]);
    const foreign = (await province.user("researchOfficer")).personId;
    await expect(saveExpert(ctx, grant, { ...entry, personId: foreign })).rejects.toMatchObject({ code: "forbidden" });
    await expect(removeExpert(ctx, grant, foreign)).rejects.toMatchObject({ code: "forbidden" });
    expect((await expertCandidates(ctx, "教研员")).map(({ name }) => name)).toEqual([]);
    const self = await province.as("schoolTeacher02");
    await saveOwnExpertise(self, { accepting: false, specialty: "校内劳动基地与评价", avoid: [] });
    expect((await listExperts(self)).find(({ personId }) => personId === teacher)).toMatchObject({ accepting: false, subjects: ["labor"] });
    await expect(saveOwnExpertise(await province.as("schoolTeacher03"), { accepting: true })).rejects.toMatchObject({ code: "notFound" });
    await removeExpert(ctx, grant, teacher);
    expect(await getExpert(ctx, teacher)).toBeNull();
  });
});
