import * as Y from "yjs";

export interface Compacted {
  /** Garbage-collected state as one V1 update. */
  readonly snapshot: Uint8Array;
  /** Encoded state vector of `snapshot`. */
  readonly stateVector: Uint8Array;
}

/**
 * Folds journal rows into a garbage-collected snapshot. Adds nothing of its own: Yjs would otherwise tidy redundant format marks
 * on loading, deletions that readers who are online would never hear of.
 * @throws when the rows leave something pending: they do not belong together
 */
export function compactState(snapshot: Uint8Array, tail: readonly Uint8Array[]): Compacted {
  const doc = new Y.Doc({ gc: true });
  try {
    doc.transact((transaction) => {
      if (snapshot.length > 0) Y.applyUpdate(doc, snapshot);
      for (const row of tail) Y.applyUpdate(doc, row);
      transaction.local = true;
    });
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error("rows have a gap");
    return { snapshot: Y.encodeStateAsUpdate(doc), stateVector: Y.encodeStateVector(doc) };
  } finally {
    doc.destroy();
  }
}
