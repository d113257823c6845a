/** What signed-in people do with their own account. Nothing here touches anybody else's: the person is always the context's (R37). */
import { deleteFactor, findFactor } from "#db/account-factors.ts";
import { findCompleteSession, listPersonSessions } from "#db/account-sessions.ts";
import { findHat } from "#db/account-hats.ts";
import { updatePerson } from "#db/accounts.ts";
import { findOffices } from "#db/offices.ts";
import type { HatId, PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, SessionUser, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { isPrivileged } from "#server/permissions/privileged.ts";
import { rulesOf } from "./account-rules.ts";
import type { Admission, SignInFrom } from "./admission.ts";
import { countAttempt, failAttempt, passAttempt, type Attempt } from "./attempts.ts";
import { accountOf, endAllSessions, freePhone, normalisePhone } from "./commands.ts";
import { confirmEnrolmentCode, openEnrolment, renewRecoveryCodes, type Enrolment } from "./factors.ts";
import { profileInput } from "./input.ts";
import { needsSecondFactor } from "./rules.ts";
import { sessionHandle } from "./session-handle.ts";
import type { Accounts } from "./sign-in.ts";
import { prepareReplacement, storePassword } from "./steps.ts";

/** The signed-in person; scripts with a token have no say over the account. @throws DomainError unauthenticated | forbidden */
function ownerOf(ctx: Context): SessionUser {
  if (!ctx.user) throw new DomainError("unauthenticated");
  if (ctx.user.via !== "session") throw new DomainError("forbidden", { message: "访问令牌不能用于管理账号。" });
  return ctx.user;
}

/**
 * Asks for the own password again before what matters; wrong ones are counted like at sign-in.
 * @throws DomainError invalid (fields.current) | accountLocked | tooManyRequests
 */
export async function confirmPassword(ctx: Context, accounts: Accounts, password: string): Promise<void> {
  const { personId } = ownerOf(ctx);
  const account = await accountOf(ctx, personId);
  const attempt: Attempt = { name: account.loginKey, address: ctx.address, personId, displayName: account.displayName };
  await countAttempt(ctx, accounts.rules, attempt);
  const right = await accounts.passwords.check(account.passwordHash, password);
  const refusal = await inTransaction(ctx, async (trx) => {
    if (right) return passAttempt(trx, attempt, true);
    await failAttempt(trx, accounts.rules, attempt, "password");
    return new DomainError("invalid", { fields: { current: "当前密码不正确。" } });
  });
  if (refusal) throw refusal;
}

/** All other sessions end and this one gets a new token. @throws DomainError as confirmPassword, invalid (fields.password) */
export async function changePassword(
  ctx: Context,
  accounts: Accounts,
  { current, password }: { current: string; password: string },
  from: SignInFrom,
): Promise<Admission> {
  const user = ownerOf(ctx);
  await confirmPassword(ctx, accounts, current);
  const account = await accountOf(ctx, user.personId);
  const hash = await prepareReplacement(ctx, accounts, account, password);
  return inTransaction(ctx, async (trx) => {
    await storePassword(trx, account, hash);
    await endAllSessions(trx, user.personId, user.sessionId);
    await recordAudit(trx, { type: "password.changed" });
    return renewSession(trx, accounts, user, user.hat?.id ?? null, from);
  });
}

/** Acts in one role, or in all of them (null): a new session with the same end. @throws DomainError notFound for a role that is not held today */
export async function wearHat(ctx: Context, accounts: Accounts, hatId: HatId | null, from: SignInFrom): Promise<Admission> {
  const user = ownerOf(ctx);
  return inTransaction(ctx, async (trx) => {
    const hat = hatId === null ? null : await findHat(trx.db, user.personId, hatId, trx.clock.now());
    if (hat === undefined) throw new DomainError("notFound", { message: "这个身份不存在，或任期已满。" });
    await recordAudit(trx, {
      type: "session.hatChanged",
      detail: { from: user.hat?.role ?? "all", to: hat?.role ?? "all", scope: hat === null ? "" : `${hat.scopeKind}:${hat.scopeId}` },
    });
    return renewSession(trx, accounts, user, hatId, from);
  });
}

/** The name others see, and the character of the badge. @throws DomainError invalid with fields */
export async function changeProfile(ctx: Context, input: unknown): Promise<void> {
  const { personId } = ownerOf(ctx);
  const { displayName, mark } = parseInput(profileInput, input);
  await inTransaction(ctx, async (trx) => {
    await updatePerson(trx.db, personId, { display_name: displayName, mark });
    await recordAudit(trx, { type: "account.changed", object: { kind: "person", id: personId }, detail: { displayName } });
  });
}

/** Sets, changes or (null) removes the own number. @throws DomainError as confirmPassword, invalid (fields.phone) */
export async function changePhone(
  ctx: Context,
  accounts: Accounts,
  { phone, current }: { phone: string | null; current: string },
): Promise<void> {
  const { personId } = ownerOf(ctx);
  if (phone !== null && normalisePhone(phone) === null) throw new DomainError("invalid", { fields: { phone: "请填写 11 位大陆手机号。" } });
  await confirmPassword(ctx, accounts, current);
  await inTransaction(ctx, async (trx) => {
    await updatePerson(trx.db, personId, await freePhone(trx, phone ?? "", personId));
    await recordAudit(trx, { type: "phone.changed", object: { kind: "person", id: personId }, detail: { removed: phone === null } });
  });
}

/** The secret a new authenticator is set up with; null where a factor counts already. @throws DomainError as confirmPassword */
export async function beginFactor(ctx: Context, accounts: Accounts, current: string): Promise<Enrolment | null> {
  const { personId, login } = ownerOf(ctx);
  // Whoever found an open browser must not set up a factor of their own and shut the owner out.
  await confirmPassword(ctx, accounts, current);
  return inTransaction(ctx, (trx) => openEnrolment(trx, personId, login));
}

/** The first code of the authenticator; resolves to the recovery codes, shown this once. @throws DomainError invalid (fields.code) | accountLocked */
export async function enableFactor(ctx: Context, accounts: Accounts, code: string): Promise<readonly string[]> {
  const { personId } = ownerOf(ctx);
  const { loginKey: name, displayName } = await accountOf(ctx, personId);
  const attempt: Attempt = { name, address: ctx.address, personId, displayName };
  await countAttempt(ctx, accounts.rules, attempt);
  const outcome = await inTransaction(ctx, async (trx) => {
    if (!(await confirmEnrolmentCode(trx, personId, code))) {
      await failAttempt(trx, accounts.rules, attempt, "code");
      return new DomainError("invalid", { fields: { code: "验证码不正确，或已经用过。" } });
    }
    const refusal = await passAttempt(trx, attempt, true);
    if (refusal) return refusal;
    await recordAudit(trx, { type: "factor.enrolled" });
    return renewRecoveryCodes(trx, personId);
  });
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** New recovery codes; the old ones are worth nothing. @throws DomainError as confirmPassword, conflict without a factor */
export async function renewCodes(ctx: Context, accounts: Accounts, current: string): Promise<readonly string[]> {
  const { personId } = ownerOf(ctx);
  await confirmPassword(ctx, accounts, current);
  return inTransaction(ctx, async (trx) => {
    const factor = await findFactor(trx.db, personId);
    if (!factor || factor.confirmedAt === null) throw new DomainError("conflict", { message: "还没有启用两步验证。" });
    await recordAudit(trx, { type: "factor.recoveryRenewed" });
    return renewRecoveryCodes(trx, personId);
  });
}

/** Takes the own second factor away where none is demanded. @throws DomainError as confirmPassword, forbidden */
export async function removeFactor(ctx: Context, accounts: Accounts, current: string): Promise<void> {
  const { personId } = ownerOf(ctx);
  await confirmPassword(ctx, accounts, current);
  await inTransaction(ctx, async (trx) => {
    if (await factorRequired(trx, personId)) throw new DomainError("invalid", { message: "您的职责要求两步验证，不能停用。" });
    await deleteFactor(trx.db, personId);
    await recordAudit(trx, { type: "factor.reset" });
  });
}

/** True where the person may not sign in without a second factor. */
export async function factorRequired(ctx: Context | TrxContext, personId: PersonId): Promise<boolean> {
  const account = await accountOf(ctx, personId);
  const privileged = isPrivileged(await findOffices(ctx.db, personId, ctx.clock.now()));
  return needsSecondFactor({ privileged, isDemo: account.isDemo === 1 }, rulesOf(ctx));
}

/** Ends one of the own sessions by its handle; nothing where it is over already. */
export async function revokeSession(ctx: Context, accounts: Accounts, handle: string): Promise<void> {
  const { personId } = ownerOf(ctx);
  await inTransaction(ctx, async (trx) => {
    const found = (await listPersonSessions(trx.db, personId)).find(({ id }) => sessionHandle(id) === handle);
    if (found && (await accounts.sessions.end(trx, found.id))) await auditRevoked(trx, 1);
  });
}

/** Ends all own sessions but this one; resolves to their number. */
export async function revokeOtherSessions(ctx: Context): Promise<number> {
  const { personId, sessionId } = ownerOf(ctx);
  return inTransaction(ctx, async (trx) => {
    const ended = await endAllSessions(trx, personId, sessionId);
    if (ended > 0) await auditRevoked(trx, ended);
    return ended;
  });
}

function auditRevoked(ctx: TrxContext, sessions: number): Promise<void> {
  return recordAudit(ctx, { type: "session.revoked", detail: { sessions } });
}

async function renewSession(
  ctx: TrxContext,
  accounts: Accounts,
  user: SessionUser,
  hatId: HatId | null,
  from: SignInFrom,
): Promise<Admission> {
  const stored = await findCompleteSession(ctx.db, user.sessionId);
  if (!stored || !(await accounts.sessions.end(ctx, user.sessionId))) throw new DomainError("unauthenticated");
  const privileged = isPrivileged(await findOffices(ctx.db, user.personId, ctx.clock.now()));
  const { token } = await accounts.sessions.start(ctx, {
    personId: user.personId,
    ...from,
    stage: "full",
    privileged,
    hatId,
    since: stored,
  });
  return { token, stage: "full", personId: user.personId };
}
