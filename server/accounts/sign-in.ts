import { deleteGuard, findGuard, saveGuard } from "#db/account-guards.ts";
import { findCredentials } from "#db/accounts.ts";
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { addressPrefix } from "#server/core/addresses.ts";
import type { App, Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import type { SignInInput } from "./input.ts";
import { loginKey } from "./login-key.ts";
import { createPasswordChecker, type PasswordChecker } from "./passwords.ts";
import { countAccountAttempt, countPrefixAttempt, forgiveAttempt, lockAfterFailure, type SignInRules } from "./rules.ts";
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

export interface SignInFrom {
  readonly address: string;
  readonly userAgent: string;
}

/**
 * Resolves to a new session's token. An older session of the same browser is ended by the caller.
 * @throws DomainError badCredentials | accountLocked | tooManyRequests (with seconds to wait)
 */
export async function signIn(ctx: Context, accounts: Accounts, input: SignInInput, from: SignInFrom): Promise<string> {
  const key = loginKey(input.login);
  await countAttempt(ctx, accounts.rules, key, from.address);
  const credentials = await findCredentials(ctx.db, key);
  const usable = credentials?.status === "active" ? credentials.passwordHash : null;
  const matches = await accounts.passwords.check(usable, input.password);
  const personId = matches ? credentials?.personId : undefined;
  await settleAttempt(ctx, accounts.rules, key, from.address, personId);
  if (personId === undefined) throw new DomainError("badCredentials");
  return accounts.sessions.start(personId, from);
}

const accountKey = (key: string) => `account:${key}`;
const prefixKey = (address: string) => `prefix:${addressPrefix(address)}`;

/** Counts before the password is looked at. Locks and delays live in the database: a restart lifts none. */
async function countAttempt(ctx: Context, rules: SignInRules, key: string, address: string): Promise<void> {
  const now = ctx.clock.now();
  const refusal = await inTransaction(ctx, async ({ db }) => {
    const prefix = countPrefixAttempt(await findGuard(db, prefixKey(address)), now, rules);
    if (!prefix.allowed) return new DomainError("tooManyRequests", { retryAfter: Math.ceil(prefix.wait / 1000) });
    await saveGuard(db, prefixKey(address), prefix.guard);
    const account = countAccountAttempt(await findGuard(db, accountKey(key)), now, rules);
    await saveGuard(db, accountKey(key), account.guard);
    return account.allowed ? undefined : new DomainError("accountLocked", { retryAfter: Math.ceil((account.until - now) / 1000) });
  });
  if (refusal) throw refusal;
}

async function settleAttempt(
  ctx: Context,
  rules: SignInRules,
  key: string,
  address: string,
  personId: PersonId | undefined,
): Promise<void> {
  const now = ctx.clock.now();
  const lockedMeanwhile = await inTransaction(ctx, async ({ db }) => {
    const account = await findGuard(db, accountKey(key));
    if (personId === undefined) {
      if (account) await saveGuard(db, accountKey(key), lockAfterFailure(account, now, rules));
      return undefined;
    }
    // Attempts ran side by side: a right password does not open an account that wrong ones locked in the meantime.
    if (account && account.lockedUntil !== null && account.lockedUntil > now) return account.lockedUntil;
    await deleteGuard(db, accountKey(key));
    const prefix = await findGuard(db, prefixKey(address));
    if (prefix) await saveGuard(db, prefixKey(address), forgiveAttempt(prefix));
    return undefined;
  });
  if (lockedMeanwhile !== undefined) {
    throw new DomainError("accountLocked", { retryAfter: Math.ceil((lockedMeanwhile - now) / 1000) });
  }
}

/** Ends the session of the context's user; every socket of it closes. Nothing to do for nobody. */
export async function signOut(ctx: Context, accounts: Accounts): Promise<void> {
  if (ctx.user?.via === "session") await accounts.sessions.end(ctx.user.sessionId);
}
