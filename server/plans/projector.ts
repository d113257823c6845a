import { insertActivities } from "#db/activity.ts";
import { findMembership } from "#db/permissions.ts";
import { findDocumentRow, listProjectionHeads } from "#db/plans.ts";
import type { DocumentId, Instant, PersonId } from "#db/schema.ts";
import type { App } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import type { ActivityPayloads } from "#server/workspaces/contract.ts";
import { projectPlan } from "./projection.ts";

/** Edits show in lists this long after the first of a burst. */
const PROJECT_AFTER = 2000;
/** A drain waits this long for what is running, ms, where not told otherwise. */
const DRAIN_WITHIN = 10_000;
/** One person's typing in one plan is one line of activity for this long. */
const ACTIVITY_EVERY = 10 * 60_000;

export interface Projector {
  /** Told after a commit: this person (or the system) changed this text. */
  edited(documentId: string, author: string): void;
  /** Told at start how far every text got: what was typed just before a stop or a crash is read now. */
  catchUp(heads: ReadonlyMap<string, number>): Promise<void>;
  /** Runs what is waiting now, for at most `within` ms, and stops taking more. */
  drain(within?: number): Promise<void>;
}

/**
 * Keeps projections and the "edited" activity up to date behind the typing. Each document has its own timer and at most one run in flight
 * (rules R5, R6). A failed run is reported and tried again with the next edit: a projection is never the truth.
 */
export function createProjector(app: App, report: (error: unknown) => void, delay: number = PROJECT_AFTER): Projector {
  const waiting = new Map<string, { timer: NodeJS.Timeout; authors: Set<string> }>();
  const running = new Map<string, Promise<void>>();
  const logged = new Map<string, Instant>();
  let closed = false;

  const run = (documentId: string, authors: ReadonlySet<string>): Promise<void> => {
    // Document ids that reach this place were admitted by the collaboration engine.
    const id = documentId as DocumentId;
    const previous = running.get(documentId) ?? Promise.resolve();
    const next = previous
      .then(() => projectPlan(app, id))
      .then(() => logEdits(app, id, authors, logged))
      .catch((error: unknown) => {
        // Readers were many just now: nothing is wrong, and no edit may follow.
        if (error instanceof DomainError && error.code === "tooManyRequests" && !closed)
          for (const author of authors) edited(documentId, author);
        else report(error);
      })
      .finally(() => {
        if (running.get(documentId) === next) running.delete(documentId);
      });
    running.set(documentId, next);
    return next;
  };

  const edited = (documentId: string, author: string): void => {
    if (closed) return;
    const entry = waiting.get(documentId);
    if (entry) entry.authors.add(author);
    else waiting.set(documentId, { timer: setTimeout(() => flush(documentId), delay), authors: new Set([author]) });
  };

  const flush = (documentId: string): void => {
    const entry = waiting.get(documentId);
    if (!entry) return;
    waiting.delete(documentId);
    clearTimeout(entry.timer);
    void run(documentId, entry.authors);
  };

  return {
    edited,
    async catchUp(heads) {
      for (const { documentId, headSeq } of await listProjectionHeads(app.db)) {
        if ((heads.get(documentId) ?? 0) > (headSeq ?? 0)) edited(documentId, "system");
      }
    },
    async drain(within = DRAIN_WITHIN) {
      closed = true;
      for (const documentId of [...waiting.keys()]) flush(documentId);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, within);
      });
      await Promise.race([Promise.all(running.values()), late]);
      clearTimeout(timer);
    },
  };
}

async function logEdits(app: App, id: DocumentId, authors: ReadonlySet<string>, logged: Map<string, Instant>): Promise<void> {
  const now = app.clock.now();
  for (const [key, at] of logged) if (now - at >= ACTIVITY_EVERY) logged.delete(key);
  const row = await findDocumentRow(app.db, id);
  if (!row) return;
  const payload: ActivityPayloads["plan.edited"] = { documentId: id, title: row.title };
  let written = false;
  for (const author of authors) {
    const key = `${id}/${author}`;
    if (logged.has(key)) continue;
    // "system" and people who have left since have no side to write under.
    const membership = await findMembership(app.db, row.workspaceId, author as PersonId);
    if (!membership) continue;
    await insertActivities(app.db, [
      {
        workspaceId: row.workspaceId,
        at: now,
        actorId: author as PersonId,
        side: membership.side,
        type: "plan.edited",
        payload: { ...payload },
      },
    ]);
    logged.set(key, now);
    written = true;
  }
  if (written) app.deliver([{ type: "activity.added", workspaceId: row.workspaceId }]);
}
