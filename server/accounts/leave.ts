/** Leaving for good: the account goes, what it wrote stays under 已注销用户. Only the person's own doing. */
import { deleteGuard } from "#db/account-guards.ts";
import { anonymisePerson, findLoneDuty, listLoneUnits, listOtherRoles, listOwnMemberships } from "#db/leave.ts";
import type { Role, Side } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, SessionUser, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { can } from "#server/permissions/policy.ts";
import { secretsOf } from "./account-rules.ts";
import { endAllSessions } from "./commands.ts";
import { accountGuardKey } from "./guard-keys.ts";
import { loginKey } from "./queries.ts";
import { confirmPassword } from "./own-account.ts";
import type { Accounts } from "./sign-in.ts";

/** What would be left without anybody to look after it, were the person to leave now; empty where nothing keeps them. */
export async function listLeaveBlockers(ctx: Context | TrxContext) {
  const { personId } = leaverOf(ctx);
  const sides = [];
  for (const membership of await listOwnMemberships(ctx.db, personId)) {
    const { workspaceId, workspaceTitle: title, role, side, archivedAt } = membership;
    if (archivedAt !== null || !manages(role, side)) continue;
    const others = await listOtherRoles(ctx.db, workspaceId, side, personId);
    if (!others.some((other) => manages(other, side))) sides.push({ kind: "side", workspaceId, title, side } as const);
  }
  const duty = await findLoneDuty(ctx.db, personId);
  const units = await listLoneUnits(ctx.db, personId);
  return [
    ...sides,
    ...(duty === undefined ? [] : [{ kind: "duty", duty } as const]),
    ...units.map(({ id, name }) => ({ kind: "unit", organisationId: id, name }) as const),
  ];
}

export type LeaveBlocker = Awaited<ReturnType<typeof listLeaveBlockers>>[number];

/**
 * Takes the account away in one transaction; every socket closes after the commit. The audit log keeps the name it happened under.
 * @throws DomainError invalid (fields.login, fields.current) | conflict while something would be left without anybody | as confirmPassword
 */
export async function leaveAccount(ctx: Context, accounts: Accounts, input: { login: string; password: string }): Promise<void> {
  const { personId, login } = leaverOf(ctx);
  if (loginKey(input.login) !== loginKey(login)) {
    throw new DomainError("invalid", { fields: { login: "与您的登录名不符，请照原样再填一次。" } });
  }
  await confirmPassword(ctx, accounts, input.password);
  await inTransaction(ctx, async (trx) => {
    if ((await listLeaveBlockers(trx)).length > 0) {
      throw new DomainError("conflict", { message: "您是某处唯一的负责人，请先交接，再注销账号。" });
    }
    const memberships = await listOwnMemberships(trx.db, personId);
    await recordAudit(trx, { type: "account.left", object: { kind: "person", id: personId }, detail: { login } });
    await endAllSessions(trx, personId);
    await deleteGuard(trx.db, accountGuardKey(secretsOf(trx), loginKey(login)));
    await anonymisePerson(trx.db, personId, `left-${trx.ids.next()}`, trx.clock.now());
    trx.publish({ type: "access.changed", personId });
    for (const { workspaceId } of memberships) trx.publish({ type: "members.changed", workspaceId, personId });
  });
}

function manages(role: Role, side: Side): boolean {
  return can(role, "workspace.manageMembers", { targetSide: side, ownSide: side });
}

/** @throws DomainError unauthenticated, forbidden for a script */
function leaverOf(ctx: Context | TrxContext): SessionUser {
  if (!ctx.user) throw new DomainError("unauthenticated");
  if (ctx.user.via !== "session") throw new DomainError("forbidden", { message: "访问令牌不能用于管理账号。" });
  return ctx.user;
}
