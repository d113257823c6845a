import * as Y from "yjs";
import { openJournalReader, type JournalReader, type StoredJournal } from "#db/journal-read.ts";

/**
 * Reads stored journals in a worker thread and cuts them where a row no longer decodes: one poisoned row must not keep a document
 * from opening (R26). Opens the file on first use, so a thread may start before the writer has made it.
 */
export function createVerifiedReader(file: string): JournalReader {
  let reader: JournalReader | null = null;
  const open = (): JournalReader => (reader ??= openJournalReader(file));
  return {
    read: (documentId) => cutUndecodable(open().read(documentId)),
    head: (documentId) => open().head(documentId),
    heads: () => open().heads(),
    close: () => reader?.close(),
  };
}

function cutUndecodable(stored: StoredJournal): StoredJournal {
  const clocks = stored.snapshot ? Y.decodeStateVector(stored.snapshot.stateVector) : new Map<number, number>();
  const bad = stored.rows.findIndex((row) => !follows(row.bytes, clocks));
  if (bad === -1) return stored;
  const rows = stored.rows.slice(0, bad);
  const head = (stored.snapshot?.coveredSeq ?? 0) + rows.length;
  return { ...stored, rows, head, damage: { fromSeq: head + 1, snapshots: stored.damage?.snapshots ?? [], reason: "undecodable" } };
}

/** Decodes, and leaves no gap behind what the rows before it hold; moves `clocks` on. */
function follows(update: Uint8Array, clocks: Map<number, number>): boolean {
  try {
    for (const { id, length } of Y.decodeUpdate(update).structs) {
      const known = clocks.get(id.client) ?? 0;
      if (id.clock > known) return false;
      clocks.set(id.client, Math.max(known, id.clock + length));
    }
    return true;
  } catch {
    return false;
  }
}
