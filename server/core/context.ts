import type { Db, Trx } from "#db/client.ts";
import type { AccessTokenId, Duty, HatFacts } from "#db/schema-access.ts";
import type { PersonId, SessionHash } from "#db/schema.ts";
import type { AccountRules } from "#server/accounts/account-rules.ts";
import type { AddressList } from "./addresses.ts";
import type { Secrets } from "./secrets.ts";
import type { AuditKeeper } from "#server/audit/port.ts";
import type { JobBoard } from "#server/jobs/port.ts";
import type { ImportDesk } from "#server/imports/desk.ts";
import type { TextPort } from "#server/plans/text-port.ts";
import type { WriteBudget } from "#server/plans/write-budget.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";

export interface User {
  readonly personId: PersonId;
  readonly login: string;
  readonly displayName: string;
  readonly mark: string;
  /** Role the person acts in; null: all of them at once. Fixed for the session: changing it makes a new one. */
  readonly hat: HatFacts | null;
  /** Duty of operation; such a person has no business rights at all. */
  readonly duty: Duty | null;
}

/** Signed in by a cookie, all steps done. */
export interface SessionUser extends User {
  readonly via: "session";
  readonly sessionId: SessionHash;
}

/** A script with a personal access token: the person's rights, cut down to the token's scopes. */
export interface TokenUser extends User {
  readonly via: "token";
  readonly tokenId: AccessTokenId;
  readonly scopes: readonly string[];
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
  /** Seals and digests what must not stand in the database in clear. start() always sets it. */
  readonly secrets?: Secrets;
  /** Rules of passwords and of account life; absent: the defaults. start() always sets it. */
  readonly accountRules?: AccountRules;
  /** Threads and limits of imports. start() always sets it. */
  readonly imports?: ImportDesk;
  /** Addresses from which administration is allowed; absent: all. */
  readonly manageFrom?: AddressList;
  /** Copies and checks the audit log. start() always sets it. */
  readonly auditKeeper?: AuditKeeper;
  /** What runs by the clock. start() always sets it. */
  readonly jobs?: JobBoard;
  /** Where the data lie, for the page that shows how much there are. start() always sets it. */
  readonly dataDir?: string;
}

/** What one request, socket message or job acts with. `trx` is set inside inTransaction. */
export interface Context extends App {
  readonly user: SessionUser | TokenUser | null;
  readonly requestId: string;
  /** Client address as the edge decided it; "system" for jobs. */
  readonly address: string;
  /** Collects an event; it is delivered after the outermost transaction has committed. */
  readonly publish: (event: DomainEvent) => void;
}

/** A context whose db is an open transaction. */
export type TrxContext = Omit<Context, "db"> & { readonly db: Trx };
