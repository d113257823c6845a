import type { CloseName } from "#collab/close-codes.ts";
import type { Room } from "#collab/room.ts";
import { listAdmissionFacts, listStandingSessions } from "#db/collab.ts";
import type { App } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";
import { admit, stampOf } from "./admission.ts";
import type { Connection } from "./connection.ts";

/** Messages that may wait for one decision; it takes milliseconds. */
const MAX_HELD = 200;
/** No person has this epoch: messages of the connection wait. */
const UNDECIDED = -1;

export interface RevocationOptions {
  readonly app: App;
  readonly rooms: ReadonlyMap<Connection, Room>;
  readonly sweepEvery: number;
  receive(connection: Connection, message: Uint8Array): void;
  closeNameOf(error: unknown): CloseName;
  onBug(error: unknown): void;
}

/** Keeps every open socket as current as the rights behind it (R36): at once by event, within a sweep without one. */
export interface Revocation {
  epochOf(personId: string): number;
  /** Asked for each message. */
  isCurrent(connection: Connection): boolean;
  /** Keeps a message until the decision is made. */
  hold(connection: Connection, message: Uint8Array): void;
  /** Admits an open connection anew: its access changes in place, or it closes. */
  decideAgain(connection: Connection): void;
  deliver(events: readonly DomainEvent[]): void;
  /** One check of all sessions and memberships behind open sockets. Also runs by itself. */
  sweep(): Promise<void>;
  stop(): void;
}

export function createRevocation(options: RevocationOptions): Revocation {
  const { app, rooms, receive, closeNameOf, onBug } = options;
  const epochs = new Map<string, number>();
  const deciding = new Set<Connection>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const epochOf = (personId: string): number => epochs.get(personId) ?? 0;
  const isCurrent = (connection: Connection): boolean => connection.held.length === 0 && connection.epoch === epochOf(connection.author);

  async function decide(connection: Connection): Promise<void> {
    const before = connection.admission;
    connection.pause();
    for (;;) {
      const epoch = epochOf(connection.author);
      const sessions = await listStandingSessions(app.db, [before.user.sessionId], app.clock.now());
      if (!sessions.has(before.user.sessionId)) throw new DomainError("sessionExpired");
      const now = await admit(app, before.user, before.documentId);
      if (!connection.isOpen) return;
      // Who the person is here has changed: a new handshake tells everybody.
      if (now.side !== before.side || now.lineage !== before.lineage || now.identity.unit !== before.identity.unit) {
        connection.close("reauthenticate");
        return;
      }
      connection.admission = now;
      if (now.access !== connection.access) rooms.get(connection)?.setAccess(connection, now.access);
      connection.epoch = epoch;
      if (epoch === epochOf(connection.author)) break;
    }
    for (const message of connection.held.splice(0)) receive(connection, message);
    connection.resume();
  }

  function decideAgain(connection: Connection): void {
    connection.epoch = UNDECIDED;
    if (deciding.has(connection)) return;
    deciding.add(connection);
    decide(connection)
      .catch((error: unknown) => connection.close(closeNameOf(error)))
      .finally(() => deciding.delete(connection));
  }

  function deliver(events: readonly DomainEvent[]): void {
    for (const event of events) {
      if (event.type === "access.changed" || event.type === "members.changed") {
        epochs.set(event.personId, epochOf(event.personId) + 1);
        for (const connection of rooms.keys()) if (connection.author === event.personId) decideAgain(connection);
      } else if (event.type === "session.ended") {
        for (const connection of rooms.keys()) {
          if (connection.admission.user.sessionId === event.sessionId) connection.close("unauthenticated");
        }
      }
    }
  }

  async function sweep(): Promise<void> {
    const seats = [...rooms.keys()].map((connection) => ({ connection, admission: connection.admission }));
    if (seats.length === 0) return;
    const unique = <T>(values: T[]): T[] => [...new Set(values)];
    const sessions = await listStandingSessions(app.db, unique(seats.map(({ admission }) => admission.user.sessionId)), app.clock.now());
    const facts = await listAdmissionFacts(
      app.db,
      unique(seats.map(({ admission }) => admission.documentId)),
      unique(seats.map(({ admission }) => admission.workspaceId)),
      unique(seats.map(({ admission }) => admission.user.personId)),
      app.clock.now(),
    );
    for (const { connection, admission } of seats) {
      const { documentId, workspaceId, user } = admission;
      if (!sessions.has(user.sessionId)) connection.close("unauthenticated");
      else if (stampOf(facts, { documentId, workspaceId, personId: user.personId }) !== admission.stamp) decideAgain(connection);
    }
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => void sweep().catch(onBug).finally(schedule), options.sweepEvery).unref();
  }
  schedule();

  return {
    epochOf,
    isCurrent,
    hold(connection, message) {
      if (connection.held.length >= MAX_HELD) connection.close("rateLimited");
      else connection.held.push(message);
    },
    decideAgain,
    deliver,
    sweep,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
