/** What administrators do to accounts within their reach. Every act is audited in its own transaction. */
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { disableAccount, enableAccount, openPhone, resetPassword, unlockSignIn } from "#server/accounts/commands.ts";
import { lacksSecondFactor } from "#server/accounts/queries.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { notify } from "#server/notifications/notify.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import { refuseLastHolder } from "./duties.ts";
import { reasonInput } from "./input.ts";
import { findTouchable, isPrivilegedPerson } from "./reach.ts";

const UNPROTECTED =
  "此人有运行职责或省级管理职务，而尚未启用两步验证，此时不能重置密码。请本人登录后先启用；本人已无法登录的，请先结束其职务。";

type Manage = OfficeGrant<"people.manage">;

/** @throws DomainError invalid | notFound | forbidden | conflict (the last holder of a duty) */
export async function disablePerson(ctx: Context, grant: Manage, personId: PersonId, given: unknown): Promise<void> {
  const { reason } = parseInput(reasonInput, given);
  await inTransaction(ctx, async (trx) => {
    const person = await findTouchable(trx, grant, personId);
    if (person.duty !== null) await refuseLastHolder(trx, person.duty, personId);
    await disableAccount(trx, personId, "administrator", reason);
    trx.publish({ type: "access.changed", personId });
  });
}

/** @throws DomainError notFound | forbidden | invalid (somebody who left) */
export async function enablePerson(ctx: Context, grant: Manage, personId: PersonId): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    await findTouchable(trx, grant, personId);
    await enableAccount(trx, personId);
    trx.publish({ type: "access.changed", personId });
  });
}

/**
 * A one-time initial password, to be shown once; every session of the person ends.
 * @throws DomainError notFound | forbidden | conflict (an office that needs two persons, and no second factor that would stop the one alone)
 */
export async function resetPersonPassword(ctx: Context, grant: Manage, personId: PersonId) {
  return inTransaction(ctx, async (trx) => {
    const person = await findTouchable(trx, grant, personId);
    if ((await isPrivilegedPerson(trx, person)) && lacksSecondFactor(trx, person))
      throw new DomainError("conflict", { message: UNPROTECTED });
    const { name, login, unit } = person;
    const password = await resetPassword(trx, personId);
    await notify(trx, [personId], "password.reset", { actorId: grant.personId });
    return { name, login, unit: unit ?? "", password };
  });
}

/** @throws DomainError notFound | forbidden */
export async function unlockPerson(ctx: Context, grant: OfficeGrant<"signIn.unlock">, personId: PersonId): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    await findTouchable(trx, grant, personId);
    await unlockSignIn(trx, personId);
  });
}

/** The number in clear; that it was looked at is written down first (MLPS M22). @throws DomainError notFound | forbidden */
export async function viewPhone(ctx: Context, grant: OfficeGrant<"people.viewPhone">, personId: PersonId): Promise<string> {
  return inTransaction(ctx, async (trx) => {
    const { phoneSealed } = await findTouchable(trx, grant, personId);
    if (phoneSealed === null) throw new DomainError("notFound", { message: "此人没有登记手机号。" });
    if (!trx.secrets) throw new Error("phone numbers need the installation's key");
    await recordAudit(trx, { type: "phone.viewed", object: { kind: "person", id: personId } });
    return openPhone(trx.secrets, phoneSealed);
  });
}
