import { deleteStaleGuards } from "#db/account-guards.ts";
import {
  deleteSession,
  findSession,
  insertSession,
  listEndedSessions,
  updateSessionActivity,
  type StoredSession,
} from "#db/account-sessions.ts";
import type { SessionStage } from "#db/schema-access.ts";
import type { HatId, PersonId, SessionHash } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { App, Context, SessionUser, TrxContext } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { hashSessionToken, newSessionToken } from "./tokens.ts";

/** How far the stored activity may lag behind the true one, ms. After a crash a session ends at most this much too early. */
const WRITE_EVERY = 60_000;
/** Ms for the steps between the right password and a session that counts. */
const UNFINISHED_LIFE = 10 * 60_000;

export interface SessionLimits {
  /** Ms without activity after which a session ends. */
  readonly idle: number;
  /** The same for operators and province administrators. */
  readonly idlePrivileged: number;
  /** Ms after sign-in at which a session ends whatever happens. */
  readonly absolute: number;
  /** Complete sessions of one person at once. */
  readonly perPerson: number;
}

export interface NewSession {
  readonly personId: PersonId;
  readonly address: string;
  readonly userAgent: string;
  readonly stage: SessionStage;
  readonly privileged: boolean;
  readonly hatId?: HatId | null;
  /** Of the session it takes the place of: a changed hat lengthens nothing. */
  readonly since?: { readonly createdAt: number; readonly expiresAt: number };
}

/** Somebody whose password was right and whose further steps are open: nobody for pages, API and sockets. */
export interface Pending {
  readonly personId: PersonId;
  readonly sessionId: SessionHash;
  readonly stage: Exclude<SessionStage, "full">;
  readonly login: string;
  readonly displayName: string;
}

/** Sessions of this process: what is stored, plus activity that is not written yet. */
export interface Sessions {
  readonly limits: SessionLimits;
  /** A session with a token of its own, so that a planted one is worth nothing. */
  start(ctx: TrxContext, session: NewSession): Promise<{ token: string; id: SessionHash }>;
  /** The person behind a token, or null. Does not count as activity. */
  resolve(token: string | null): Promise<SessionUser | null>;
  /** Whose sign-in a token would finish, or null. */
  resolvePending(token: string | null): Promise<Pending | null>;
  /** Notes activity now. Cheap: writes at most once a minute. */
  touch(id: SessionHash): void;
  /** When it was last active, ms, by what is stored and what is not written yet. */
  lastActive(id: SessionHash, stored: number): number;
  /** Ends it; published after the commit. False where there was none. */
  end(ctx: TrxContext, id: SessionHash): Promise<boolean>;
  /** Ends what is idle or too old or wears a role that is over; each end is published as `session.ended`. */
  sweep(): Promise<void>;
  /** Writes all noted activity. */
  flush(): Promise<void>;
}

interface Activity {
  at: number;
  writtenAt: number;
}

export function createSessions(app: App, limits: SessionLimits & { readonly guardWindow: number }): Sessions {
  const active = new Map<SessionHash, Activity>();
  const writes = new Set<Promise<void>>();

  const lastActive = (id: SessionHash, stored: number) => Math.max(stored, active.get(id)?.at ?? 0);

  const write = (id: SessionHash, activity: Activity) => {
    activity.writtenAt = activity.at;
    // A lost write costs a minute of idle time, never a session's safety; the next touch writes again.
    const done = updateSessionActivity(app.db, id, activity.at).catch(() => {
      activity.writtenAt = 0;
    });
    writes.add(done);
    void done.finally(() => writes.delete(done));
  };

  const end = async (ctx: TrxContext, id: SessionHash) => {
    active.delete(id);
    const existed = await deleteSession(ctx.db, id);
    if (existed) ctx.publish({ type: "session.ended", sessionId: id });
    return existed;
  };

  const isOver = (stored: StoredSession, now: number) => {
    // Whoever put the other roles aside must not get them back by losing this one.
    if (stored.hatLost) return true;
    const idle = stored.privileged === 1 ? limits.idlePrivileged : limits.idle;
    return now >= stored.expiresAt || now >= lastActive(stored.id, stored.lastActiveAt) + idle;
  };

  const expire = async (ctx: Context, { id, stage, personId, displayName, createdAt }: StoredSession) => {
    await inTransaction(ctx, async (trx) => {
      const existed = await end(trx, id);
      const actor = { id: personId, name: displayName };
      if (existed && stage === "full") await recordAudit(trx, { type: "session.expired", actor, detail: { since: createdAt } });
    });
  };

  const find = async (token: string | null): Promise<StoredSession | null> => {
    const id = token === null ? null : hashSessionToken(token);
    if (id === null) return null;
    const now = app.clock.now();
    const stored = await findSession(app.db, id, now);
    if (!stored) return null;
    // Whoever was given a duty or a province while signed in comes back through the second factor (MLPS M5).
    const outgrown = stored.stage === "full" && stored.privileged === 0 && (stored.duty !== null || stored.overseer === 1);
    if (!outgrown && !isOver(stored, now)) return stored;
    await expire(createContext(app, null, "session"), stored);
    return null;
  };

  return {
    limits,
    lastActive,
    end,

    async start(ctx, session) {
      const token = newSessionToken();
      const id = hashSessionToken(token);
      if (id === null) throw new Error("a new token must hash");
      const now = app.clock.now();
      const life = session.stage === "full" ? limits.absolute : UNFINISHED_LIFE;
      await insertSession(ctx.db, {
        id,
        person_id: session.personId,
        created_at: session.since?.createdAt ?? now,
        last_active_at: now,
        expires_at: session.since?.expiresAt ?? now + life,
        user_agent: session.userAgent.slice(0, 200),
        address: session.address,
        stage: session.stage,
        privileged: session.privileged ? 1 : 0,
        hat_id: session.hatId ?? null,
      });
      return { token, id };
    },

    async resolve(token) {
      const stored = await find(token);
      if (stored?.stage !== "full") return null;
      const { id, personId, login, displayName, mark, hat, duty } = stored;
      return { via: "session", personId, sessionId: id, login, displayName, mark, hat, duty };
    },

    async resolvePending(token) {
      const stored = await find(token);
      if (stored === null || stored.stage === "full") return null;
      const { id, personId, stage, login, displayName } = stored;
      return { personId, sessionId: id, stage, login, displayName };
    },

    touch(id) {
      const at = app.clock.now();
      const activity = active.get(id);
      if (activity) {
        activity.at = Math.max(activity.at, at);
        if (at - activity.writtenAt >= WRITE_EVERY) write(id, activity);
      } else {
        const first = { at, writtenAt: at };
        active.set(id, first);
        write(id, first);
      }
    },

    async sweep() {
      const now = app.clock.now();
      const ctx = createContext(app, null, "session");
      const candidates = await listEndedSessions(app.db, now, now - limits.idle, now - limits.idlePrivileged);
      for (const id of candidates) {
        const stored = await findSession(app.db, id, now);
        if (!stored) await inTransaction(ctx, (trx) => end(trx, id));
        else if (isOver(stored, now)) await expire(ctx, stored);
      }
      for (const [id, { at }] of active) if (at + limits.idle <= now) active.delete(id);
      await deleteStaleGuards(app.db, now, now - limits.guardWindow);
    },

    async flush() {
      for (const [id, activity] of active) if (activity.at > activity.writtenAt) write(id, activity);
      await Promise.all(writes);
    },
  };
}
