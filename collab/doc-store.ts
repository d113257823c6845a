/** The port through which rooms reach durable storage. One contract suite runs against every implementation. */

/** A journal row before it has a sequence number. */
export interface JournalEntry {
  readonly documentId: string;
  /** Person id, or "system" for what the server itself wrote. */
  readonly author: string;
  /** One Yjs V1 update. */
  readonly update: Uint8Array;
  /** Yjs client ids first seen in this update; bound to the author from now on. */
  readonly newClients: readonly number[];
}

export interface StoredDocument {
  /** Garbage-collected state, empty (length 0) when there is no snapshot yet. */
  readonly snapshot: Uint8Array;
  /** Encoded state vector of `snapshot` as compaction computed it; saves a walk of the structs at open. Absent: derived. */
  readonly stateVector?: Uint8Array;
  /** Rows after the snapshot, in order. */
  readonly tail: readonly Uint8Array[];
  /** Highest committed sequence of this document, 0 for none. */
  readonly head: number;
  /** Who owns each Yjs client id, and when it was bound (ms since the epoch). */
  readonly clients: ReadonlyMap<number, { readonly author: string; readonly boundAt: number }>;
  /** True when rows after the last good snapshot could not be read: the document is served read-only. */
  readonly quarantined: boolean;
}

export interface DocStore {
  /** Snapshot, tail and client bindings as of one moment. A document nobody has written is empty, not an error. */
  load(documentId: string): Promise<StoredDocument>;
  /**
   * Commits all entries in one transaction and resolves after the fsync with the new head of each document named.
   * All or nothing: on rejection none of the entries is stored.
   */
  append(entries: readonly JournalEntry[]): Promise<ReadonlyMap<string, number>>;
  /** Folds the tail into a garbage-collected snapshot; safe at any time, never changes what load() means. */
  compact(documentId: string): Promise<void>;
  /** Resolves when a write would succeed again, rejects while it would not. Used after a failed append. */
  probe(): Promise<void>;
  close(): Promise<void>;
}
