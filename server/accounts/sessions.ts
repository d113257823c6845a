import { deleteStaleGuards } from "#db/account-guards.ts";
import { deleteSession, findSession, insertSession, listEndedSessions, updateSessionActivity } from "#db/account-sessions.ts";
import type { PersonId, SessionHash } from "#db/schema.ts";
import type { App, SessionUser } from "#server/core/context.ts";
import { hashSessionToken, newSessionToken } from "./tokens.ts";

/** How far the stored activity may lag behind the true one, ms. After a crash a session ends at most this much too early. */
const WRITE_EVERY = 60_000;

export interface SessionLimits {
  /** Ms without activity after which a session ends. */
  readonly idle: number;
  /** Ms after sign-in at which a session ends whatever happens. */
  readonly absolute: number;
}

/** Sessions of this process: what is stored, plus activity that is not written yet. */
export interface Sessions {
  /** A session with a token of its own, so that a planted one is worth nothing. */
  start(personId: PersonId, from: { address: string; userAgent: string }): Promise<string>;
  /** The person behind a token, or null. Does not count as activity. */
  resolve(token: string | null): Promise<SessionUser | null>;
  /** Notes activity now. Cheap: writes at most once a minute. */
  touch(id: SessionHash): void;
  end(id: SessionHash): Promise<void>;
  /** Ends what is idle or too old; each end is published as `session.ended`. */
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

  const end = async (id: SessionHash) => {
    active.delete(id);
    if (await deleteSession(app.db, id)) app.deliver([{ type: "session.ended", sessionId: id }]);
  };

  return {
    async start(personId, from) {
      const token = newSessionToken();
      const id = hashSessionToken(token);
      if (id === null) throw new Error("a new token must hash");
      const now = app.clock.now();
      await insertSession(app.db, {
        id,
        person_id: personId,
        created_at: now,
        last_active_at: now,
        expires_at: now + limits.absolute,
        user_agent: from.userAgent.slice(0, 200),
        address: from.address,
      });
      return token;
    },

    async resolve(token) {
      const id = token === null ? null : hashSessionToken(token);
      if (id === null) return null;
      const now = app.clock.now();
      const stored = await findSession(app.db, id, now);
      if (!stored) return null;
      if (now >= stored.expiresAt || now >= lastActive(id, stored.lastActiveAt) + limits.idle) {
        await end(id);
        return null;
      }
      // Steps are still to be done: nobody is signed in yet.
      if (stored.stage !== "full") return null;
      const { personId, login, displayName, mark, hat, duty } = stored;
      return { via: "session", personId, sessionId: id, login, displayName, mark, hat, duty };
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

    end,

    async sweep() {
      const now = app.clock.now();
      const candidates = await listEndedSessions(app.db, now, now - limits.idle);
      for (const id of candidates) {
        const stored = await findSession(app.db, id, now);
        const alive = stored && now < stored.expiresAt && now < lastActive(id, stored.lastActiveAt) + limits.idle;
        if (!alive) await end(id);
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
