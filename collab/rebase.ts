import type { StoredDocument } from "./doc-store.ts";
import { DocumentState } from "./document-state.ts";
import type { Accepted } from "./gatekeeper.ts";

export interface CommittedEntry {
  readonly update: Accepted;
  readonly author: string;
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * The state of a room on the smaller bytes that the store holds after a compaction, brought to where the room stands by what was
 * committed since; so a document that is never quiet sheds its deleted text too. Null where the two cannot be joined: the room keeps
 * what it has.
 */
export function rebaseState(
  current: DocumentState,
  stored: StoredDocument,
  committed: readonly CommittedEntry[],
  onTheirWay: readonly Accepted[],
): DocumentState | null {
  // Ahead of us: the store has committed what we are yet to be told of.
  if (stored.quarantined || stored.head > current.head) return null;
  const missing = committed.filter((entry) => entry.seq > stored.head);
  if (missing.length !== current.head - stored.head) return null;
  const state = new DocumentState(stored);
  if (state.damaged) return null;
  for (const entry of missing) state.commit(entry.update, entry.author, entry.at);
  state.head = current.head;
  state.succeed(current, onTheirWay);
  return state;
}
