import type { StoredDocument } from "./doc-store.ts";
import { DocumentState } from "./document-state.ts";
import { type Accepted, admit } from "./gatekeeper.ts";
import type { Limits } from "./limits.ts";

export interface AdmittedEntry {
  readonly update: Accepted;
  readonly author: string;
}

export interface CommittedEntry extends AdmittedEntry {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface RebaseContext {
  /** Where the room stands. */
  readonly head: number;
  /** Committed since the compaction began, in order. */
  readonly committed: readonly CommittedEntry[];
  /** On their way to the journal, in order. */
  readonly admitted: readonly AdmittedEntry[];
  readonly limits: Limits;
  readonly now: number;
}

/**
 * The state of a room on the smaller bytes that the store holds after a compaction, brought to where the room stands by what came
 * since; so a document that is never quiet sheds its deleted text too. Null where the two cannot be joined: the room keeps what it has.
 */
export function rebaseState(stored: StoredDocument, context: RebaseContext): DocumentState | null {
  const { head, committed, admitted, limits, now } = context;
  // Ahead of us: the store has committed what we are yet to be told of.
  if (stored.quarantined || stored.head > head) return null;
  const missing = committed.filter((entry) => entry.seq > stored.head);
  if (missing.length !== head - stored.head) return null;
  const state = new DocumentState(stored);
  if (state.damaged) return null;
  for (const entry of missing) state.commit(entry.update, entry.author, entry.at);
  state.head = head;
  for (const { update, author } of admitted) {
    const again = admit(update.update, {
      state: state.admission,
      author,
      access: "write",
      kind: "server",
      limits,
      now,
      liveOwner: () => undefined,
    });
    if (again.type !== "accepted") return null;
  }
  return state;
}
