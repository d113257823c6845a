import { randomInt } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import * as Y from "yjs";
import type { BodyBlock } from "#collab/docs/blocks.ts";
import type { PlanTemplate } from "#collab/docs/plan.ts";
import type { Limits } from "#collab/limits.ts";
import type { Refusal } from "#collab/protocol.ts";
import { RoomRegistry } from "#collab/room-registry.ts";
import { SubmitRefused, type RoomReport } from "#collab/room-port.ts";
import type { Room } from "#collab/room.ts";
import { findDocumentFacts } from "#db/permissions.ts";
import type { DocumentId, SessionHash } from "#db/schema.ts";
import type { App, SessionUser } from "#server/core/context.ts";
import { DomainError, type ErrorCode } from "#server/core/errors.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";
import type { TextPort } from "#server/plans/text-port.ts";
import { watchEdits } from "./edit-watch.ts";
import { Connection } from "./connection.ts";
import { broadcastFrame } from "./fan-out.ts";
import { Gateway } from "./gateway.ts";
import type { JournalFaults } from "./journal-faults.ts";
import { JournalStore } from "./journal-store.ts";
import { createMetrics, type CollabMetrics } from "./metrics.ts";
import { Projections, type Projection } from "./projections.ts";
import { createSeenWriter } from "./seen.ts";

/** An edit counts for the session that sent one within this time, ms. */
const TYPED_WITHIN = 10_000;

/** Bytes of read texts to keep, and readings that may wait for the thread that makes them. */
const KEPT_READINGS = 32 * 1024 * 1024;
const WAITING_READINGS = 64;
/** What the journal gets to close when the drain's time is up, ms. */
const LAST_COMMIT = 750;

export interface CollabConfig {
  /** The journal's SQLite file. */
  readonly journalFile: string;
  readonly limits: Limits;
  readonly socketsPerUser: number;
  /** Bytes that may wait for one reader. */
  readonly backpressure: number;
  /** Ms a drain may take. */
  readonly drainDeadline: number;
  /** Ms between pings. */
  readonly heartbeat: number;
  /** Ms between checks of sessions and memberships. */
  readonly sweepEvery: number;
  /** Ms in which one author's edits of a document are announced once, 2 s where not given. */
  readonly announceEvery?: number;
}

export interface CollabDeps {
  readonly app: App;
  readonly config: CollabConfig;
  authenticate(req: IncomingMessage): Promise<SessionUser | null>;
  /** Durable typing is activity of a session; presence and reading are not. Called at most every `announceEvery`. */
  touch(sessionId: SessionHash): void;
  /** Somebody's edits are durable up to `seq`. Sparse. */
  onEdited?(documentId: string, author: string, seq: number): void;
  /** Failures that need an operator. Never document text. */
  log(event: { what: string; documentId?: string; error?: unknown }): void;
  readonly faults?: JournalFaults;
}

export interface Collab extends TextPort {
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** A server-made forward edit; resolves to its sequence once durable. */
  submit(documentId: string, author: string, update: Uint8Array): Promise<number>;
  read(documentId: string, template?: PlanTemplate): Promise<Projection>;
  /** Highest committed sequence of every document. */
  heads(): Promise<ReadonlyMap<string, number>>;
  /** Reacts to changed rights and ended sessions. Give it every delivered event. */
  deliver(events: readonly DomainEvent[]): void;
  /** False while nothing can be saved. */
  healthy(): boolean;
  metrics(): CollabMetrics;
  /**
   * Stops taking, saves what is queued, says goodbye, closes the journal. Waits at most `within` ms (the configured deadline) and about 2 s.
   * @throws when the deadline passes with edits unsaved; CannotEnd when a thread of the journal is stuck
   */
  drain(within?: number): Promise<void>;
}

/** How the refusal of a server-made edit is told to who asked for it; any other means that somebody else changed the text meanwhile. */
const ERROR_OF: Partial<Record<Refusal, ErrorCode>> = {
  "too-large": "tooLarge",
  "document-full": "tooLarge",
  "read-only": "forbidden",
  storage: "storageUnavailable",
};

/** Opens the journal and takes the engine up. @throws PragmaDrift (by message) or what SQLite says when the journal cannot be written */
export async function createCollab(deps: CollabDeps): Promise<Collab> {
  const { app, config, log } = deps;
  const metrics = createMetrics();
  const onBug = (error: unknown): void => {
    metrics.bugs++;
    log({ what: "collaboration failed", error });
  };
  const journal = await JournalStore.open({
    file: config.journalFile,
    now: () => app.clock.now(),
    onDamage: (documentId, reason) => log({ what: `journal damaged: ${reason}`, documentId }),
    ...(deps.faults && { faults: deps.faults }),
  });
  const projections = new Projections({
    // A room knows its head at once; without one nothing is being written.
    head: async (documentId) => registry.peek(documentId)?.head ?? journal.head(documentId),
    project: (documentId, template) => journal.project(documentId, template),
    keep: KEPT_READINGS,
    queue: WAITING_READINGS,
  });
  const seen = createSeenWriter(app, 3000, onBug);
  const edits = watchEdits(journal, {
    every: config.announceEvery ?? 2000,
    onEdited: announceEdit,
  });
  const registry = new RoomRegistry({
    store: edits.store,
    now: () => app.clock.now(),
    setTimer: (fn, ms) => {
      // The listening server keeps the process alive; a room's timer must not keep a stopped one.
      const timer = setTimeout(fn, ms).unref();
      return () => clearTimeout(timer);
    },
    broadcast: broadcastFrame,
    limits: config.limits,
    report,
  });
  const gateway = new Gateway({
    app,
    maxFrame: config.limits.maxFrame,
    socketsPerUser: config.socketsPerUser,
    backpressure: config.backpressure,
    heartbeat: config.heartbeat,
    sweepEvery: config.sweepEvery,
    metrics,
    authenticate: (req) => deps.authenticate(req),
    openRoom,
    onBug,
  });

  function report(event: RoomReport): void {
    if (event.type === "committed") metrics.committed(event.ms, event.entries, event.bytes);
    else if (event.type === "refused") metrics.refused[event.reason] = (metrics.refused[event.reason] ?? 0) + 1;
    else if (event.type === "seen") seen.note(event.documentId, event.side, event.seq);
    else if (event.type === "storage") {
      metrics.storageAvailable = event.available;
      log({ what: event.available ? "storage available again" : "storage unavailable", error: event.error });
    } else if (event.type === "bug" || event.type === "compactionFailed") onBug(event.error);
  }

  function announceEdit(documentId: string, author: string, seq: number): void {
    const since = performance.now() - TYPED_WITHIN;
    for (const peer of registry.peek(documentId)?.peers ?? []) {
      if (peer instanceof Connection && peer.author === author && peer.typedAt >= since) deps.touch(peer.admission.user.sessionId);
    }
    deps.onEdited?.(documentId, author, seq);
  }

  async function openRoom(documentId: DocumentId, lineage: string): Promise<Room> {
    return registry.peek(documentId) ?? registry.open(documentId, { lineage, seenBy: await seen.load(documentId) });
  }

  async function openExisting(documentId: string): Promise<Room> {
    // Ids from outside are compared with stored ones only; the brand adds nothing here.
    const document = await findDocumentFacts(app.db, documentId as DocumentId);
    if (!document) throw new DomainError("notFound");
    return openRoom(document.id, document.lineage);
  }

  async function submit(documentId: string, author: string, update: Uint8Array): Promise<number> {
    const room = await openExisting(documentId);
    return room.submit(author, update).catch((cause: unknown) => {
      throw cause instanceof SubmitRefused ? new DomainError(ERROR_OF[cause.reason] ?? "conflict", { cause }) : cause;
    });
  }

  const seeding = new Map<string, Promise<number>>();
  async function seedOnce(documentId: string, author: string, update: Uint8Array): Promise<number> {
    // Somebody was quicker than the creator: the live room must hear of it.
    const room = registry.peek(documentId);
    if (room) return room.head > 0 ? room.head : submit(documentId, author, update);
    const newClients = [...new Set(Y.decodeUpdate(update).structs.map((struct) => struct.id.client))];
    try {
      const { head } = await journal.load(documentId);
      return head > 0 ? head : ((await edits.store.append([{ documentId, author, update, newClients }])).get(documentId) ?? 0);
    } catch (cause) {
      throw new DomainError("storageUnavailable", { cause });
    }
  }

  return {
    handleUpgrade: (req, socket, head) => gateway.handleUpgrade(req, socket, head),
    submit,
    seed: (documentId, author, update) => {
      // Mostly straight to the journal: while the document's row is inside its creator's transaction there can be no room.
      const once = seeding.get(documentId) ?? seedOnce(documentId, author, update).finally(() => seeding.delete(documentId));
      seeding.set(documentId, once);
      return once;
    },
    read: (documentId, template) => projections.read(documentId, template),
    freeze: (documentId) => projections.enqueue(() => journal.freeze(documentId)),
    restore: async (documentId, author, target: readonly BodyBlock[]) => {
      const update = await projections.enqueue(() => journal.restoreUpdate(documentId, target, randomInt(1, 2 ** 32)));
      return submit(documentId, author, update);
    },
    heads: () => journal.heads(),
    deliver: (events) => gateway.revocation.deliver(events),
    healthy: () => metrics.storageAvailable,
    metrics: () => ({ ...metrics, rooms: registry.size, sockets: gateway.rooms.size, people: gateway.peopleCount() }),
    drain: async (within = config.drainDeadline) => {
      const until = performance.now() + within;
      gateway.stopReading();
      try {
        await registry.drain(within);
      } finally {
        edits.flush();
        await seen.flush().catch(onBug);
        await gateway.closeAll();
        // A commit that never ends must not keep the process.
        await journal.close(Math.max(LAST_COMMIT, until - performance.now()));
      }
    },
  };
}
