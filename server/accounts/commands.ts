import { deleteGuard } from "#db/account-guards.ts";
import { deleteFactor, deleteOpenFactor } from "#db/account-factors.ts";
import { deletePersonSessions } from "#db/account-sessions.ts";
import { revokeTokensOf } from "#db/access-tokens.ts";
import { findAccount, findTakenNames, insertPerson, updatePerson, type AccountFacts } from "#db/accounts.ts";
import type { DisabledReason } from "#db/schema-access.ts";
import type { OrganisationId, PersonId, SessionHash } from "#db/schema.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import type { Secrets } from "#server/core/secrets.ts";
import { rulesOf, secretsOf } from "./account-rules.ts";
import { accountGuardKey } from "./guard-keys.ts";
import { accountNames } from "./input.ts";
import { loginKey } from "./queries.ts";
import { digestOneTime, newOneTimePassword } from "./one-time.ts";
import { checkPassword } from "./password-check.ts";
import { hashPassword } from "./passwords.ts";

export interface NewAccount {
  readonly login: string;
  readonly displayName: string;
  /** One character of the badge; the name's first where absent. */
  readonly mark?: string;
  readonly organisationId: OrganisationId | null;
  readonly phone?: string;
}

/** A new account in the caller's transaction, with a password of the person's own or a one-time one. @throws DomainError invalid with fields */
export async function createAccount(
  ctx: TrxContext,
  input: NewAccount & ({ readonly passwordHash: string } | { readonly initial: true }),
): Promise<{ personId: PersonId; initialPassword: string | null }> {
  const { login, displayName } = parseInput(accountNames, input);
  if (normalisePhone(login) !== null) throw invalid("login", "登录名不能是手机号；手机号另外填写，也可用来登录。");
  const phone = await freePhone(ctx, input.phone);
  const taken = await findTakenNames(ctx.db, { loginKey: loginKey(login) });
  if (taken.login) throw invalid("login", "这个登录名已有人使用，请换一个。");
  const personId = ctx.ids.next() as PersonId; // New ids are made here.
  const initialPassword = "passwordHash" in input ? null : newOneTimePassword();
  await insertPerson(ctx.db, {
    id: personId,
    login,
    login_key: loginKey(login),
    display_name: displayName,
    mark: [...(input.mark ?? displayName)][0] ?? "人",
    password_hash: "passwordHash" in input ? input.passwordHash : null,
    password_changed_at: "passwordHash" in input ? ctx.clock.now() : null,
    status: "active",
    created_at: ctx.clock.now(),
    is_demo: 0,
    organisation_id: input.organisationId,
    ...phone,
    ...(initialPassword === null ? {} : initialColumns(ctx, initialPassword)),
  });
  await recordAudit(ctx, {
    type: "account.created",
    object: { kind: "person", id: personId },
    detail: { login, organisationId: input.organisationId, initial: initialPassword !== null },
  });
  return { personId, initialPassword };
}

/** The argon2id hash of a password that meets the rules. Outside a transaction: it takes some 30 ms. @throws DomainError invalid with fields.password */
export async function preparePassword(
  ctx: Context,
  text: string,
  about: { readonly login: string; readonly displayName: string; readonly phone?: string | undefined },
): Promise<string> {
  const problem = checkPassword(text, about, rulesOf(ctx));
  if (problem !== null) throw invalid("password", problem);
  return hashPassword(text);
}

/**
 * A new one-time password instead of the present one, once to be shown. Whoever had the account until now keeps nothing of it: sessions, a
 * second factor that is being set up and, by the database, access tokens end. @throws DomainError notFound | invalid
 */
export async function resetPassword(ctx: TrxContext, personId: PersonId): Promise<string> {
  const account = await accountOf(ctx, personId);
  if (account.disabledReason === "left") throw new DomainError("invalid", { message: "这个账号已注销。" });
  const password = newOneTimePassword();
  await updatePerson(ctx.db, personId, { password_hash: null, ...initialColumns(ctx, password) });
  await unlock(ctx, account);
  await endAllSessions(ctx, personId);
  await deleteOpenFactor(ctx.db, personId);
  await audit(ctx, "password.reset", account);
  return password;
}

/** Nobody signs in with it any more; all sessions end. Nothing happens to one that is disabled already. @throws DomainError notFound */
export async function disableAccount(
  ctx: TrxContext,
  personId: PersonId,
  reason: Exclude<DisabledReason, "">,
  why: string | null = null,
): Promise<void> {
  const account = await accountOf(ctx, personId);
  if (account.status === "disabled") return;
  await updatePerson(ctx.db, personId, { status: "disabled", disabled_reason: reason });
  await endAllSessions(ctx, personId);
  ctx.publish({ type: "access.changed", personId });
  await audit(ctx, reason === "unused" ? "account.unused" : "account.disabled", account, { reason, ...(why === null ? {} : { why }) });
}

/** @throws DomainError notFound, invalid for somebody who left */
export async function enableAccount(ctx: TrxContext, personId: PersonId): Promise<void> {
  const account = await accountOf(ctx, personId);
  if (account.disabledReason === "left") throw new DomainError("invalid", { message: "这个账号已注销，不能再启用。" });
  if (account.status === "active") return;
  // Its unused days count from here: else the next night would take it away again.
  await updatePerson(ctx.db, personId, { status: "active", disabled_reason: "", last_seen_at: ctx.clock.now() });
  await audit(ctx, "account.enabled", account);
}

/** Ends the person's sessions, unfinished ones too; each end is published after the commit. Resolves to their number. */
export async function endAllSessions(ctx: TrxContext, personId: PersonId, except?: SessionHash): Promise<number> {
  const ended = await deletePersonSessions(ctx.db, personId, except);
  for (const sessionId of ended) ctx.publish({ type: "session.ended", sessionId });
  return ended.length;
}

/**
 * For an office that needs a second factor: nothing carries it that was there before. Sessions, unfinished ones too, and access tokens end;
 * the next sign-in asks for the factor, and a token for the office is made by whoever passed it.
 */
export async function endAllAccess(ctx: TrxContext, personId: PersonId): Promise<void> {
  await endAllSessions(ctx, personId);
  for (const { id, name } of await revokeTokensOf(ctx.db, personId, ctx.clock.now())) {
    await recordAudit(ctx, { type: "token.revoked", object: { kind: "accessToken", id }, detail: { name, personId } });
  }
}

/** Takes back a lock after failed sign-ins. @throws DomainError notFound */
export async function unlockSignIn(ctx: TrxContext, personId: PersonId): Promise<void> {
  const account = await accountOf(ctx, personId);
  await unlock(ctx, account);
  await audit(ctx, "session.unlocked", account);
}

/** Second factor and recovery codes are gone and all sessions end; who needs one enrols at the next sign-in. @throws DomainError notFound */
export async function resetSecondFactor(ctx: TrxContext, personId: PersonId): Promise<void> {
  const account = await accountOf(ctx, personId);
  await deleteFactor(ctx.db, personId);
  await endAllSessions(ctx, personId);
  await audit(ctx, "factor.reset", account);
}

/** Sixteen characters of base32 in groups of four: 80 random bits. */
export function makeInitialPassword(): string {
  return newOneTimePassword();
}

/** What person.initial_hash holds for a one-time password. */
export function initialPasswordHash(secrets: Secrets, text: string): string {
  return digestOneTime(secrets, "initialPassword", text);
}

/** Eleven digits of a mainland mobile number however it was written, or null. */
export function normalisePhone(text: string): string | null {
  const digits = text.normalize("NFKC").replaceAll(/[\s()-]/g, "");
  const match = /^(?:\+?86|0086)?(1[3-9]\d{9})$/.exec(digits);
  return match?.[1] ?? null;
}

/** How a normalised number stands in the person's row: found by its digest, readable with the key only. */
export function phoneColumns(secrets: Secrets, phone: string): { phone_hash: string; phone_sealed: string } {
  return { phone_hash: phoneDigest(secrets, phone), phone_sealed: secrets.seal("phone", phone) };
}

export function phoneDigest(secrets: Secrets, phone: string): string {
  return secrets.digest("phone", phone);
}

/** @throws when it was not sealed under this key */
export function openPhone(secrets: Secrets, sealed: string): string {
  return secrets.open("phone", sealed);
}

/** The columns of a number nobody else has; none for an empty one. @throws DomainError invalid with fields.phone */
export async function freePhone(
  ctx: TrxContext,
  text: string | undefined,
  except?: PersonId,
): Promise<{ phone_hash: string | null; phone_sealed: string | null }> {
  if (text === undefined || text.trim() === "") return { phone_hash: null, phone_sealed: null };
  const phone = normalisePhone(text);
  if (phone === null) throw invalid("phone", "请填写 11 位大陆手机号。");
  const columns = phoneColumns(secretsOf(ctx), phone);
  const taken = await findTakenNames(ctx.db, { phoneHash: columns.phone_hash, ...(except === undefined ? {} : { except }) });
  if (taken.phone) throw invalid("phone", "这个手机号已用于另一个账号。");
  return columns;
}

/** @throws DomainError notFound */
export async function accountOf(ctx: Context | TrxContext, personId: PersonId): Promise<AccountFacts> {
  const account = await findAccount(ctx.db, personId);
  if (!account) throw new DomainError("notFound", { message: "没有这个账号。" });
  return account;
}

function initialColumns(ctx: TrxContext, password: string) {
  return {
    initial_hash: initialPasswordHash(secretsOf(ctx), password),
    initial_expires_at: ctx.clock.now() + rulesOf(ctx).initialPasswordLife,
    must_change_password: 1,
  } as const;
}

async function unlock(ctx: TrxContext, { loginKey: key }: AccountFacts): Promise<void> {
  await deleteGuard(ctx.db, accountGuardKey(secretsOf(ctx), key));
}

function audit(
  ctx: TrxContext,
  type: "password.reset" | "account.unused" | "account.disabled" | "account.enabled" | "session.unlocked" | "factor.reset",
  { personId, login }: AccountFacts,
  detail: Readonly<Record<string, string>> = {},
): Promise<void> {
  return recordAudit(ctx, { type, object: { kind: "person", id: personId }, detail: { login, ...detail } });
}

function invalid(field: string, message: string): DomainError {
  return new DomainError("invalid", { fields: { [field]: message } });
}
