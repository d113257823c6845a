import { timingSafeEqual } from "node:crypto";
import { findCredentials, updatePerson, type Credentials } from "#db/accounts.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { App, Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { secretsOf } from "./account-rules.ts";
import { admit, stepsAfter, type Admission, type SignInFrom } from "./admission.ts";
import { countAttempt, failAttempt, passAttempt, type Attempt } from "./attempts.ts";
import { initialPasswordHash, normalisePhone, phoneDigest } from "./commands.ts";
import type { SignInInput } from "./input.ts";
import { createPasswordChecker, type PasswordChecker } from "./passwords.ts";
import { loginKey } from "./queries.ts";
import type { SignInRules } from "./rules.ts";
import { createSessions, type SessionLimits, type Sessions } from "./sessions.ts";

/** What sign-in needs beside the context: sessions, the password queue and the limits. Built once at start. */
export interface Accounts {
  readonly sessions: Sessions;
  readonly passwords: PasswordChecker;
  readonly rules: SignInRules;
}

export function createAccounts(app: App, limits: { session: SessionLimits; signIn: SignInRules & { readonly queue: number } }): Accounts {
  return {
    sessions: createSessions(app, { ...limits.session, guardWindow: limits.signIn.window }),
    passwords: createPasswordChecker(limits.signIn.queue),
    rules: limits.signIn,
  };
}

/**
 * The first step: login name or phone number with a password or a one-time one. Starts a session at its next open step; through the API,
 * where no further step can be taken, only a complete one. An older session of the same browser is ended by the caller.
 * @throws DomainError badCredentials | accountLocked | tooManyRequests (with seconds to wait) | stepsRequired (API)
 */
export async function signIn(
  ctx: Context,
  accounts: Accounts,
  input: SignInInput,
  from: SignInFrom,
  by: "page" | "api" = "page",
): Promise<Admission> {
  const { name, credentials } = await lookUp(ctx, input.login);
  const personId = credentials?.personId ?? null;
  const attempt: Attempt = { name, address: from.address, personId, displayName: credentials?.displayName ?? "" };
  await countAttempt(ctx, accounts.rules, attempt);
  const matched = await match(ctx, accounts.passwords, credentials, input.password);
  const outcome = await inTransaction(ctx, async (trx): Promise<Admission | DomainError> => {
    const person = credentials && matched ? await findCredentials(trx.db, credentials.loginKey) : undefined;
    // Between the look and this moment the password may have been replaced or the account disabled.
    if (!matched || !person || !sameSecrets(person, credentials)) {
      await failAttempt(trx, accounts.rules, attempt, "password");
      return new DomainError("badCredentials");
    }
    const steps = await stepsAfter(trx, "password", person);
    const refusal = await passAttempt(trx, attempt, steps.stage === "full" || steps.stage === "changePassword");
    if (refusal) return refusal;
    if (by === "api" && steps.stage !== "full") return new DomainError("stepsRequired");
    // Used up in this very transaction: of two that come together one gets in.
    if (matched === "initial") await updatePerson(trx.db, person.personId, { initial_expires_at: 0 });
    return admit(trx, accounts.sessions, person, steps, from);
  });
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** Ends the session of the context's user; every socket of it closes. Nothing to do for nobody. */
export async function signOut(ctx: Context, accounts: Accounts): Promise<void> {
  const { user } = ctx;
  if (user?.via !== "session") return;
  await inTransaction(ctx, async (trx) => {
    if (await accounts.sessions.end(trx, user.sessionId)) await recordAudit(trx, { type: "session.ended" });
  });
}

/** The same work for every name: known, unknown, a number, disabled, with a one-time password. */
async function lookUp(ctx: Context, typed: string): Promise<{ name: string; credentials: Credentials | undefined }> {
  const key = loginKey(typed);
  const phone = normalisePhone(typed);
  const phoneHash = phoneDigest(secretsOf(ctx), phone ?? key);
  const credentials = await findCredentials(ctx.db, key, phoneHash);
  return { name: credentials?.loginKey ?? phone ?? key, credentials };
}

async function match(
  ctx: Context,
  passwords: PasswordChecker,
  credentials: Credentials | undefined,
  password: string,
): Promise<"password" | "initial" | null> {
  const usable = credentials?.status === "active" ? credentials : undefined;
  const right = await passwords.check(usable?.passwordHash ?? null, password);
  const typed = Buffer.from(initialPasswordHash(secretsOf(ctx), password));
  const stored = Buffer.from(usable?.initialHash ?? "");
  const isInitial = typed.length === stored.length && timingSafeEqual(typed, stored) && (usable?.initialExpiresAt ?? 0) > ctx.clock.now();
  if (right) return "password";
  return isInitial ? "initial" : null;
}

function sameSecrets(now: Credentials, then: Credentials | undefined): boolean {
  const same = then && now.passwordHash === then.passwordHash && now.initialHash === then.initialHash;
  return same === true && now.initialExpiresAt === then.initialExpiresAt && now.status === "active";
}
