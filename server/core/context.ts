import type { Db, Trx } from "#db/client.ts";
import type { PersonId, SessionHash } from "#db/schema.ts";
import type { TextPort } from "#server/plans/text-port.ts";
import type { WriteBudget } from "#server/plans/write-budget.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";

export interface SessionUser {
  readonly personId: PersonId;
  readonly sessionId: SessionHash;
  readonly login: string;
  readonly displayName: string;
  readonly mark: string;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Ids {
  /** A new 128-bit random identifier, 26 characters of lower-case base32. */
  next(): string;
}

/** What the process shares: built once at start. */
export interface App {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Delivers events that are already committed. Called by inTransaction, not by features. */
  readonly deliver: (events: readonly DomainEvent[]) => void;
  /** Shared text of plans. start() sets it once the collaboration engine is up; contexts of requests always carry it. */
  readonly texts?: TextPort;
  /** Takes failures that nobody is told about. start() always sets it. */
  readonly report?: (error: unknown) => void;
  /** What each person may still write into plans; absent: no limit. start() always sets it. */
  readonly planWrites?: WriteBudget;
}

/** What one request, socket message or job acts with. `trx` is set inside inTransaction. */
export interface Context extends App {
  readonly user: SessionUser | null;
  readonly requestId: string;
  /** Collects an event; it is delivered after the outermost transaction has committed. */
  readonly publish: (event: DomainEvent) => void;
}

/** A context whose db is an open transaction. */
export type TrxContext = Omit<Context, "db"> & { readonly db: Trx };
