import type { DocStore } from "./doc-store.ts";
import type { Limits } from "./limits.ts";
import type { Peer } from "./peer.ts";
import type { Access, Refusal } from "./protocol.ts";

/** What a room tells its owner, for logs, metrics and lists. Never contains text. */
export type RoomReport =
  | { type: "refused"; documentId: string; author: string; reason: Refusal; bytes: number }
  | { type: "committed"; documentIds: readonly string[]; entries: number; bytes: number; ms: number }
  | { type: "storage"; available: boolean; error: unknown }
  | { type: "loaded"; documentId: string; bytes: number; quarantined: boolean; ms: number }
  | { type: "unloaded"; documentId: string }
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

export interface Room {
  readonly documentId: string;
  /** Highest committed journal sequence. */
  readonly head: number;
  /** Bytes of the admitted state. */
  readonly size: number;
  readonly peers: ReadonlySet<Peer>;
  join(peer: Peer): void;
  receive(peer: Peer, message: Uint8Array): void;
  leave(peer: Peer): void;
  setAccess(peer: Peer, access: Access): void;
  submit(author: string, update: Uint8Array): Promise<number>;
  state(): Uint8Array;
}
