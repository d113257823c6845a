import type { VersionId } from "#db/schema.ts";
import {
  closeOrganisation,
  createGroup,
  createOrganisation,
  reopenOrganisation,
  saveExpert,
  setGroupMember,
  updateGroup,
  updateOrganisation,
} from "#server/directory/commands.ts";
import { commitImport, discardImport, previewImport } from "#server/imports/commands.ts";
import { authorizeImport } from "#server/imports/queries.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { authorize, authorizeDocument } from "#server/permissions/authorize.ts";
import { authorizeCreatePlan, createPlan, restoreVersion, saveVersion } from "#server/plans/commands.ts";
import { authorizeOpenDrafts, openDrafts } from "#server/workspaces/break-glass.ts";
import {
  addMember,
  addParty,
  archiveWorkspace,
  createWorkspace,
  endMembership,
  removeParty,
  restoreWorkspace,
} from "#server/workspaces/commands.ts";
import type { Tour } from "./tour-world.ts";

const REASON = "演练";

/** Units, groups, experts, workspaces, plans, tables in and out. */
export async function tourContent(tour: Tour): Promise<void> {
  await keepDirectory(tour);
  await foundWorkspace(tour);
  await bringTables(tour);
}

const unitOf = async ({ db }: Tour, name: string) =>
  (await db.selectFrom("organisation").select("id").where("name", "=", name).executeTakeFirstOrThrow()).id;

async function keepDirectory(tour: Tour): Promise<void> {
  const ctx = await tour.as("unitAdmin");
  const units = await authorizeOffice(ctx, "units.edit");
  const school = { name: "武都区新设示范小学", kind: "school" as const, regionCode: "621202", code: "" };
  const parentId = await unitOf(tour, "武都区教育局");
  const id = await createOrganisation(ctx, units, { ...school, parentId });
  await updateOrganisation(ctx, units, id, { name: "武都区更名示范小学", regionCode: "621202", parentId, code: "" });
  await closeOrganisation(ctx, units, id, REASON);
  await reopenOrganisation(ctx, units, id, REASON);
  const groups = await authorizeOffice(ctx, "groups.manage");
  const group = await createGroup(ctx, groups, parentId, { name: "武都区推广工作组", purpose: "" });
  await updateGroup(ctx, groups, group, { name: "武都区推广应用工作组", purpose: "" });
  const teacher = await tour.idOf("schoolTeacher");
  await setGroupMember(ctx, groups, group, { personId: teacher, post: "member", validTo: "" });
  const entry = { personId: teacher, subjects: ["labor"], stages: ["primary"], regions: ["621202"], specialty: "", accepting: true };
  await saveExpert(ctx, await authorizeOffice(ctx, "experts.manage"), entry);
}

async function foundWorkspace(tour: Tour): Promise<void> {
  const ctx = await tour.as("provinceAdmin");
  const create = await authorizeOffice(ctx, "workspaces.create");
  const bureau = await unitOf(tour, "武都区教育局");
  const school = await unitOf(tour, "武都区第一示范小学");
  const officer = await tour.idOf("regionOfficer05");
  const id = await createWorkspace(ctx, create, {
    kind: "pair",
    title: "武都区·小学语文",
    achievementId: "a2022-07",
    regionCode: "621202",
    parties: [
      { side: "holder", organisationId: await unitOf(tour, "青岛嘉峪关学校") },
      { side: "applicant", organisationId: bureau },
    ],
    managers: [{ side: "applicant", personId: officer }],
  });
  await addParty(ctx, create, id, { side: "applicant", organisationId: school, duties: "" });
  const manager = await tour.as("regionOfficer05");
  const manage = await authorize(manager, "workspace.manageMembers", id, { targetSide: "applicant" });
  const teacher = await addMember(manager, manage, { login: "schoolTeacher", role: "schoolTeacher" });
  await endMembership(manager, manage, teacher);
  const plan = { template: "regional_plan_3y" as const, title: "武都区推广应用方案" };
  const made = await createPlan(manager, await authorizeCreatePlan(manager, id, plan), plan);
  const saved = await saveVersion(manager, await authorizeDocument(manager, "plan.saveVersion", made.id), { name: "初稿" });
  await restoreVersion(manager, await authorizeDocument(manager, "plan.restore", made.id), saved.id satisfies VersionId);
  await openDrafts(ctx, await authorizeOpenDrafts(ctx, id), id, { reason: REASON });
  await removeParty(ctx, create, id, school);
  const archive = await authorizeOffice(ctx, "workspaces.archive");
  await archiveWorkspace(ctx, archive, id, REASON);
  await restoreWorkspace(ctx, archive, id, REASON);
}

async function bringTables(tour: Tour): Promise<void> {
  const ctx = await tour.as("systemOperator");
  const grant = await authorizeImport(ctx, "people");
  const preview = (login: string, title = "") => {
    const bytes = new TextEncoder().encode(`登录名,姓名,单位,角色,职务称谓\n${login},示例岗位,武都区第一示范小学,种子教师,${title}\n`);
    return previewImport(ctx, grant, { kind: "people", file: { name: "名单.csv", bytes } });
  };
  const kept = await preview("tour-imported");
  await commitImport(ctx, grant, kept);
  await commitImport(ctx, grant, await preview("tour-imported", "年级组长"));
  await discardImport(ctx, grant, await preview("tour-discarded"));
  const cookie = await tour.product.signIn("systemOperator");
  for (const path of [`/manage/batches/${kept}/credentials`, "/manage/export/organisations?format=csv"]) {
    const answer = await tour.product.fetch(path, { cookie });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    await answer.arrayBuffer();
  }
}
