import type { CommitReport } from "./committer.ts";
import type { DocStore } from "./doc-store.ts";
import type { Limits } from "./limits.ts";
import type { Peer } from "./peer.ts";
import type { Refusal } from "./protocol.ts";

/** What a room tells its owner, for logs, metrics and lists. Never contains text. */
export type RoomReport =
  | { type: "refused"; documentId: string; author: string; reason: Refusal; bytes: number }
  | CommitReport
  | { type: "loaded"; documentId: string; bytes: number; quarantined: boolean; ms: number }
  | { type: "unloaded"; documentId: string }
  | { type: "compactionFailed"; documentId: string; error: unknown }
  | { type: "seen"; documentId: string; side: string; seq: number; author: string }
  | { type: "bug"; documentId: string; error: unknown };

export interface RoomDeps {
  store: DocStore;
  now(): number;
  /** Runs `fn` once after `ms`; returns how to cancel it. */
  setTimer(fn: () => void, ms: number): () => void;
  /** Writes one prepared frame to every peer given. */
  broadcast(peers: Iterable<Peer>, message: Uint8Array): void;
  limits: Limits;
  report(event: RoomReport): void;
}

export interface RoomMeta {
  readonly lineage: string;
  /** Highest sequence each side has been shown, as remembered by the caller. */
  readonly seenBy?: Readonly<Record<string, number>>;
}

/** The gatekeeper did not take an edit that the server made, or it could not be stored. */
export class SubmitRefused extends Error {
  readonly reason: Refusal;

  constructor(reason: Refusal) {
    super(`refused: ${reason}`);
    this.name = "SubmitRefused";
    this.reason = reason;
  }
}
