import type { ApprovalId } from "#db/schema-access.ts";
import {
  authorizeRequest,
  authorizeWithdrawal,
  decideApproval,
  expireApprovals,
  requestApproval,
  withdrawApproval,
} from "#server/administration/approvals.ts";
import { inviteToUnit, revokeInvitation } from "#server/administration/invitations.ts";
import { expireRoles } from "#server/administration/jobs.ts";
import { joinAsNew } from "#server/administration/joining.ts";
import { appointUnitAdmin, dismissUnitAdmin, endRole, grantRole } from "#server/administration/roles.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { OWN_PASSWORD } from "#test/support/accounts.ts";
import type { Tour } from "./tour-world.ts";

const SCHOOL = "武都区第一示范小学";
const BUREAU = "武都区教育局";

/** Invitations, roles, units' administrators and what takes two people. */
export async function tourOffices(tour: Tour): Promise<void> {
  await inviteAndGrant(tour);
  await decideByTwo(tour);
}

const unitOf = async ({ db }: Tour, name: string) =>
  (await db.selectFrom("organisation").select("id").where("name", "=", name).executeTakeFirstOrThrow()).id;

async function inviteAndGrant(tour: Tour): Promise<void> {
  const { db, product, as, idOf, nobody } = tour;
  const ctx = await as("securityAdmin");
  const school = await unitOf(tour, SCHOOL);
  const invite = await authorizeOffice(ctx, "people.invite");
  const { code } = await inviteToUnit(ctx, invite, { organisationId: school, role: "schoolTeacher" });
  const form = { displayName: "新任教师", login: "tour-newcomer", password: OWN_PASSWORD, passwordAgain: OWN_PASSWORD };
  await joinAsNew(nobody(), code, form);
  await joinAsNew(nobody(), "0000-0000", form).catch(() => undefined);
  await inviteToUnit(ctx, invite, { organisationId: school });
  const { id } = await db.selectFrom("invitation").select("id").orderBy("created_at", "desc").executeTakeFirstOrThrow();
  await revokeInvitation(ctx, invite, id);

  const newcomer = await idOf("tour-newcomer");
  const roles = await authorizeOffice(ctx, "roles.grant");
  const teacher = { role: "schoolTeacher", organisationId: school, title: "" };
  const hats = () => db.selectFrom("role_assignment").select("id").where("person_id", "=", newcomer).execute();
  const [first] = await hats();
  if (!first) throw new Error("the invitation gave a role");
  await endRole(ctx, roles, newcomer, first.id);
  const second = await grantRole(ctx, roles, newcomer, { ...teacher, validTo: "2999-01-01" });
  await db.updateTable("role_assignment").set({ valid_to: 1 }).where("id", "=", second).execute();
  await expireRoles(product.app);
  const appoint = await authorizeOffice(ctx, "unitAdmins.appoint");
  await appointUnitAdmin(ctx, appoint, newcomer, school);
  await dismissUnitAdmin(ctx, appoint, newcomer, school);
}

async function decideByTwo(tour: Tour): Promise<void> {
  const { db, product, as, idOf, nobody } = tour;
  const security = await as("securityAdmin");
  const system = await as("systemOperator");
  const ask = async (asked: object): Promise<ApprovalId> => {
    const { grant, input } = await authorizeRequest(security, { reason: "工作需要", ...asked });
    return requestApproval(security, grant, input);
  };
  const decide = async (id: ApprovalId, approve: boolean) =>
    decideApproval(system, await authorizeOffice(system, "approvals.decide"), id, { approve, note: approve ? "" : "材料不全" });
  const operator = await idOf("tour-operator");
  await decide(await ask({ kind: "secondFactorReset", subjectId: operator }), true);
  await decide(await ask({ kind: "duty", subjectId: operator, duty: "security", end: true }), true);

  const unitAdmin = { kind: "unitAdmin", subjectId: await idOf("tour-newcomer"), organisationId: await unitOf(tour, BUREAU) };
  await decide(await ask(unitAdmin), false);
  const withdrawn = await ask(unitAdmin);
  await withdrawApproval(security, await authorizeWithdrawal(security, withdrawn), withdrawn);
  const late = await ask(unitAdmin);
  await db.updateTable("approval").set({ requested_at: 0, expires_at: 1 }).where("id", "=", late).execute();
  await expireApprovals({ ...nobody(), ...product.app });
}
