import { describe, expect, test } from "vitest";
import type { PersonId } from "#db/schema.ts";
import { authorize } from "#server/permissions/authorize.ts";
import { addMember, endMembership } from "#server/workspaces/commands.ts";
import { candidateMembers, listMembers } from "#server/workspaces/queries.ts";
import { openProvince, type Province } from "#test/support/province.ts";

const PAIR = "陇南市·劳动教育";

async function managing(province: Province, login: string, side: "holder" | "applicant" | "alliance", title = PAIR) {
  const ctx = await province.as(login);
  const id = await province.workspace(title);
  return { ctx, id, grant: await authorize(ctx, "workspace.manageMembers", id, { targetSide: side }) };
}

describe("members of a workspace", () => {
  test("a manager gets a grant for the own side only", async () => {
    const province = await openProvince();
    await expect(managing(province, "regionOfficer", "holder")).rejects.toMatchObject({ code: "forbidden" });
    await expect(managing(province, "holderHost", "applicant")).rejects.toMatchObject({ code: "forbidden" });
    await expect(managing(province, "schoolTeacher", "applicant")).rejects.toMatchObject({ code: "forbidden" });
    await expect(candidateMembers(await province.as("researchOfficer"), await province.workspace(PAIR))).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("candidates come from the units of the own side and are not members yet", async () => {
    const province = await openProvince();
    const host = await managing(province, "holderHost", "holder");
    expect((await candidateMembers(host.ctx, host.id)).map(({ name }) => name)).toEqual(["成果宣讲员（评价）"]);
    const officer = await managing(province, "regionOfficer", "applicant");
    const names = (await candidateMembers(officer.ctx, officer.id)).map(({ name }) => name);
    expect(names).toContain("武都区推广应用联络员");
    expect(names.some((name) => name.includes("宣讲员"))).toBe(false);
  });

  test("an added member is listed, announced and written into the activity", async () => {
    const province = await openProvince();
    const { ctx, id, grant } = await managing(province, "holderHost", "holder");
    const personId = await addMember(ctx, grant, { login: "HolderExpert03", role: "holderExpert" });
    expect((await listMembers(ctx, id)).find((member) => member.personId === personId)).toMatchObject({
      side: "holder",
      title: "成果宣讲员",
    });
    expect(province.events).toEqual([
      { type: "activity.added", workspaceId: id },
      { type: "members.changed", workspaceId: id, personId },
      { type: "access.changed", personId },
      { type: "notified", personId },
    ]);
  });

  test("nobody can add a person of the other side or give the other side's role", async () => {
    const province = await openProvince();
    const { ctx, grant } = await managing(province, "holderHost", "holder");
    await expect(addMember(ctx, grant, { login: "regionOfficer05", role: "holderExpert" })).rejects.toMatchObject({ code: "invalid" });
    await expect(addMember(ctx, grant, { login: "holderExpert03", role: "regionOfficer" })).rejects.toMatchObject({
      fields: { role: "这个角色不属于您所在的一方。" },
    });
    await expect(addMember(ctx, grant, { role: "holderExpert" })).rejects.toMatchObject({
      fields: { personId: "请从名单里选择人员，或填写登录名" },
    });
  });

  test("a teacher's role needs a school and an officer's role needs a bureau", async () => {
    const province = await openProvince();
    const { ctx, grant } = await managing(province, "regionOfficer", "applicant");
    await expect(addMember(ctx, grant, { login: "regionOfficer05", role: "schoolTeacher" })).rejects.toMatchObject({
      fields: { role: "种子教师须来自学校。" },
    });
    await expect(addMember(ctx, grant, { login: "allianceTeacher", role: "regionOfficer" })).rejects.toMatchObject({ code: "invalid" });
    expect(await addMember(ctx, grant, { login: "regionOfficer05", role: "regionOfficer" })).toMatch(/^[a-z2-7]{26}$/);
  });

  test("an ended membership ends access and can be given again", async () => {
    const province = await openProvince();
    const { ctx, id, grant } = await managing(province, "regionOfficer", "applicant");
    const teacher = await province.as("schoolTeacher");
    const personId = teacher.user?.personId as PersonId;
    await endMembership(ctx, grant, personId);
    await expect(listMembers(teacher, id)).rejects.toMatchObject({ code: "notFound" });
    expect(province.events).toContainEqual({ type: "access.changed", personId });
    await addMember(ctx, grant, { personId, role: "schoolTeacher" });
    expect((await listMembers(teacher, id)).some((member) => member.personId === personId)).toBe(true);
  });

  test("the other side's member is answered like a stranger", async () => {
    const province = await openProvince();
    const { ctx, grant } = await managing(province, "regionOfficer", "applicant");
    const host = await province.user("holderHost");
    await expect(endMembership(ctx, grant, host.personId)).rejects.toMatchObject({ code: "notFound" });
    expect(province.events).toEqual([]);
  });

  test("the last manager of a side stays", async () => {
    const province = await openProvince();
    const { ctx, grant } = await managing(province, "holderHost", "holder");
    const host = await province.user("holderHost");
    await expect(endMembership(ctx, grant, host.personId)).rejects.toMatchObject({
      code: "conflict",
      message: "这是本方最后一位负责人，请先添加另一位负责人，再结束其成员资格。",
    });
    await addMember(ctx, grant, { login: "holderExpert03", role: "holderHost" });
    await endMembership(ctx, grant, host.personId);
    expect(province.events.filter(({ type }) => type === "access.changed")).toHaveLength(2);
  });
});
