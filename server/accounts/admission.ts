/** How a session comes to count: the next open step, a new token for each, and what completing does. */
import { findFactor } from "#db/account-factors.ts";
import { listPersonSessions } from "#db/account-sessions.ts";
import { updatePerson, type Credentials } from "#db/accounts.ts";
import { findOffices } from "#db/offices.ts";
import type { SessionStage } from "#db/schema-access.ts";
import type { PersonId, SessionHash } from "#db/schema.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { isPrivileged } from "#server/permissions/privileged.ts";
import { rulesOf } from "./account-rules.ts";
import { accountOf } from "./commands.ts";
import { mustChangePassword, needsSecondFactor, nextStage } from "./rules.ts";
import type { Pending, Sessions } from "./sessions.ts";

export interface SignInFrom {
  readonly address: string;
  readonly userAgent: string;
}

/** A new session: its token, and what is still to be done before it counts. */
export interface Admission {
  readonly token: string;
  readonly stage: SessionStage;
  readonly personId: PersonId;
}

type Person = Pick<Credentials, "personId" | "displayName" | "mustChangePassword" | "passwordChangedAt" | "createdAt" | "isDemo">;

export interface Steps {
  readonly stage: SessionStage;
  readonly privileged: boolean;
}

/** What comes after a step that is done. */
export async function stepsAfter(ctx: TrxContext, done: "password" | Pending["stage"], person: Person): Promise<Steps> {
  const now = ctx.clock.now();
  const privileged = isPrivileged(await findOffices(ctx.db, person.personId, now));
  const factor = await findFactor(ctx.db, person.personId);
  const facts = {
    hasFactor: factor !== undefined && factor.confirmedAt !== null,
    needsFactor: needsSecondFactor({ privileged, isDemo: person.isDemo === 1 }, rulesOf(ctx)),
    mustChangePassword: mustChangePassword(person, now, rulesOf(ctx)),
  };
  return { stage: nextStage(done, facts), privileged };
}

/** Starts the session of a person whose password was right, at its first open step. */
export async function admit(ctx: TrxContext, sessions: Sessions, person: Person, steps: Steps, from: SignInFrom): Promise<Admission> {
  const { personId } = person;
  const { token, id } = await sessions.start(ctx, { personId, ...from, ...steps });
  if (steps.stage === "full") await complete(ctx, sessions, person, id);
  return { token, stage: steps.stage, personId };
}

/** Ends the session whose step is done and starts the next one. @throws DomainError unauthenticated where another request was first */
export async function advance(ctx: TrxContext, sessions: Sessions, pending: Pending, from: SignInFrom): Promise<Admission> {
  if (!(await sessions.end(ctx, pending.sessionId))) throw new DomainError("unauthenticated");
  const person = await accountOf(ctx, pending.personId);
  if (person.status !== "active") throw new DomainError("unauthenticated");
  return admit(ctx, sessions, person, await stepsAfter(ctx, pending.stage, person), from);
}

async function complete(ctx: TrxContext, sessions: Sessions, { personId, displayName }: Person, id: SessionHash): Promise<void> {
  await updatePerson(ctx.db, personId, { last_seen_at: ctx.clock.now() });
  const actor = { id: personId, name: displayName };
  await recordAudit(ctx, { type: "session.started", actor });
  const others = (await listPersonSessions(ctx.db, personId)).filter((one) => one.id !== id);
  for (const oldest of others.slice(0, Math.max(0, others.length + 1 - sessions.limits.perPerson))) {
    await sessions.end(ctx, oldest.id);
    await recordAudit(ctx, { type: "session.displaced", actor, detail: { since: oldest.createdAt } });
  }
}
