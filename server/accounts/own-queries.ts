/** What signed-in people see of their own account. */
import { countRecoveryCodes, findFactor } from "#db/account-factors.ts";
import { listPersonSessions } from "#db/account-sessions.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { rulesOf, secretsOf } from "./account-rules.ts";
import { accountOf, openPhone } from "./commands.ts";
import { describeDevice } from "./device.ts";
import { findOpenEnrolment } from "./factors.ts";
import { factorRequired } from "./own-account.ts";
import { getAccount } from "./queries.ts";
import { sessionHandle } from "./session-handle.ts";
import type { Sessions } from "./sessions.ts";

/** Name, unit, roles and the tail of the phone number. @throws DomainError unauthenticated */
export async function getProfile(ctx: Context) {
  const account = await getAccount(ctx);
  const { phoneSealed } = await accountOf(ctx, account.id);
  return { ...account, phoneTail: phoneSealed === null ? null : openPhone(secretsOf(ctx), phoneSealed).slice(-4) };
}
export type ProfileView = Awaited<ReturnType<typeof getProfile>>;

/** Password, second factor and sessions, this one first. @throws DomainError unauthenticated */
export async function getSecurity(ctx: Context, sessions: Sessions) {
  const { user } = ctx;
  if (user?.via !== "session") throw new DomainError("unauthenticated");
  const account = await accountOf(ctx, user.personId);
  const factor = await findFactor(ctx.db, user.personId);
  const confirmedAt = factor?.confirmedAt ?? null;
  const rows = await listPersonSessions(ctx.db, user.personId);
  const devices = rows.map(({ id, createdAt, lastActiveAt, userAgent, address }) => ({
    handle: sessionHandle(id),
    ...describeDevice(userAgent),
    address,
    since: createdAt,
    lastActive: sessions.lastActive(id, lastActiveAt),
    isThis: id === user.sessionId,
  }));
  return {
    person: { login: account.login, displayName: account.displayName },
    passwordLength: rulesOf(ctx).passwordLength,
    passwordChangedAt: account.passwordChangedAt,
    factor: confirmedAt === null ? null : { since: confirmedAt, codesLeft: await countRecoveryCodes(ctx.db, user.personId) },
    enrolment: factor === undefined || confirmedAt !== null ? null : await findOpenEnrolment(ctx, user.personId, account.login),
    factorRequired: await factorRequired(ctx, user.personId),
    devices: devices.toSorted((a, b) => Number(b.isThis) - Number(a.isThis) || b.lastActive - a.lastActive),
  };
}
export type SecurityView = Awaited<ReturnType<typeof getSecurity>>;
