/** The steps between the right password and a session that counts. Each ends the session it was taken in and starts the next (G13). */
import { findFactor } from "#db/account-factors.ts";
import { deleteUnfinishedSessions } from "#db/account-sessions.ts";
import { updatePerson, type AccountFacts } from "#db/accounts.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { secretsOf } from "./account-rules.ts";
import { advance, type Admission, type SignInFrom } from "./admission.ts";
import { countAttempt, failAttempt, passAttempt, type Attempt } from "./attempts.ts";
import { accountOf, endAllSessions, initialPasswordHash, openPhone, preparePassword } from "./commands.ts";
import { confirmEnrolmentCode, openEnrolment, renewRecoveryCodes, takeFactorCode, type Enrolment } from "./factors.ts";
import type { Pending } from "./sessions.ts";
import type { Accounts } from "./sign-in.ts";

const WRONG_CODE = "验证码不正确，或已经用过。";

/** A code of the authenticator or a recovery code. @throws DomainError unauthenticated | invalid (fields.code) | accountLocked | tooManyRequests */
export async function verifySecondFactor(
  ctx: Context,
  accounts: Accounts,
  pending: Pending | null,
  code: string,
  from: SignInFrom,
): Promise<Admission> {
  const at = inStage(pending, "secondFactor");
  const attempt = await attemptOf(ctx, at, from.address);
  await countAttempt(ctx, accounts.rules, attempt);
  return settled(ctx, async (trx) => {
    const kind = await takeFactorCode(trx, at.personId, code);
    if (kind === null) {
      await failAttempt(trx, accounts.rules, attempt, "code");
      return wrongCode();
    }
    const refusal = await passAttempt(trx, attempt, true);
    if (refusal) return refusal;
    if (kind === "recovery") await recordAudit(trx, { type: "factor.recoveryUsed", actor: actorOf(at) });
    return advance(trx, accounts.sessions, at, from);
  });
}

/** What the enrolment page shows; null once a code was right. @throws DomainError unauthenticated */
export async function showEnrolment(ctx: Context, pending: Pending | null): Promise<Enrolment | null> {
  const { personId, login } = inStage(pending, "enrol");
  return inTransaction(ctx, (trx) => openEnrolment(trx, personId, login));
}

/** The first code of a new authenticator; resolves to the recovery codes, shown this once. @throws DomainError as verifySecondFactor */
export async function confirmEnrolment(
  ctx: Context,
  accounts: Accounts,
  pending: Pending | null,
  code: string,
  from: SignInFrom,
): Promise<readonly string[]> {
  const at = inStage(pending, "enrol");
  const attempt = await attemptOf(ctx, at, from.address);
  await countAttempt(ctx, accounts.rules, attempt);
  return settled(ctx, async (trx) => {
    if (!(await confirmEnrolmentCode(trx, at.personId, code))) {
      await failAttempt(trx, accounts.rules, attempt, "code");
      return wrongCode();
    }
    const refusal = await passAttempt(trx, attempt, true);
    if (refusal) return refusal;
    // Somebody else at this very step knows the password only: they begin again and are asked for a code.
    await deleteUnfinishedSessions(trx.db, at.personId, at.sessionId);
    await recordAudit(trx, { type: "factor.enrolled", actor: actorOf(at) });
    return renewRecoveryCodes(trx, at.personId);
  });
}

/** Goes on once the recovery codes are kept. @throws DomainError unauthenticated */
export async function leaveEnrolment(ctx: Context, accounts: Accounts, pending: Pending | null, from: SignInFrom): Promise<Admission> {
  const at = inStage(pending, "enrol");
  return inTransaction(ctx, async (trx) => {
    const factor = await findFactor(trx.db, at.personId);
    if (!factor || factor.confirmedAt === null) throw new DomainError("unauthenticated");
    return advance(trx, accounts.sessions, at, from);
  });
}

/** A password of one's own instead of a one-time or an outdated one. @throws DomainError unauthenticated | invalid (fields.password) */
export async function replacePassword(
  ctx: Context,
  accounts: Accounts,
  pending: Pending | null,
  password: string,
  from: SignInFrom,
): Promise<Admission> {
  const at = inStage(pending, "changePassword");
  const account = await accountOf(ctx, at.personId);
  const hash = await prepareReplacement(ctx, accounts, account, password);
  return inTransaction(ctx, async (trx) => {
    await storePassword(trx, account, hash);
    await endAllSessions(trx, at.personId, at.sessionId);
    await recordAudit(trx, { type: "password.changed", actor: actorOf(at) });
    return advance(trx, accounts.sessions, at, from);
  });
}

/** The hash of a password that meets the rules and is not the present one. @throws DomainError invalid with fields.password */
export async function prepareReplacement(ctx: Context, accounts: Accounts, account: AccountFacts, password: string): Promise<string> {
  const phone = account.phoneSealed === null ? undefined : openPhone(secretsOf(ctx), account.phoneSealed);
  const hash = await preparePassword(ctx, password, { login: account.login, displayName: account.displayName, phone });
  const isInitial = account.initialHash === initialPasswordHash(secretsOf(ctx), password);
  if (isInitial || (await accounts.passwords.check(account.passwordHash, password))) {
    throw new DomainError("invalid", { fields: { password: "新密码不能与原来的相同。" } });
  }
  return hash;
}

/** @throws DomainError conflict where the password was replaced in the meantime */
export async function storePassword(ctx: TrxContext, then: AccountFacts, hash: string): Promise<void> {
  const now = await accountOf(ctx, then.personId);
  if (now.passwordHash !== then.passwordHash || now.initialHash !== then.initialHash) throw new DomainError("conflict");
  await updatePerson(ctx.db, then.personId, {
    password_hash: hash,
    password_changed_at: ctx.clock.now(),
    must_change_password: 0,
    initial_hash: null,
    initial_expires_at: null,
  });
}

function inStage(pending: Pending | null, stage: Pending["stage"]): Pending {
  if (pending?.stage !== stage) throw new DomainError("unauthenticated");
  return pending;
}

async function attemptOf(ctx: Context, { personId, displayName }: Pending, address: string): Promise<Attempt> {
  const { loginKey } = await accountOf(ctx, personId);
  return { name: loginKey, address, personId, displayName };
}

function actorOf({ personId, displayName }: Pending) {
  return { id: personId, name: displayName };
}

function wrongCode(): DomainError {
  return new DomainError("invalid", { fields: { code: WRONG_CODE } });
}

/** A refusal that must stay counted is returned from the transaction and thrown after its commit. */
async function settled<T>(ctx: Context, work: (trx: TrxContext) => Promise<T | DomainError>): Promise<T> {
  const outcome = await inTransaction(ctx, work);
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}
