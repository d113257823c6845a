import type { JournalEntry } from "#collab/doc-store.ts";
import type { NewJournalRow } from "#db/journal.ts";

/** Entries with their updates laid end to end in one buffer, which moves between threads without a copy for each. */
export interface PackedEntries {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly entries: readonly {
    readonly documentId: string;
    readonly author: string;
    readonly size: number;
    readonly newClients: readonly number[];
  }[];
}

/** Copies: a cloned view would drag along the whole pool it lies in, and the room still needs its update. */
export function packEntries(entries: readonly JournalEntry[]): PackedEntries {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + entry.update.byteLength, 0));
  let offset = 0;
  const heads = entries.map(({ documentId, author, update, newClients }) => {
    bytes.set(update, offset);
    offset += update.byteLength;
    return { documentId, author, size: update.byteLength, newClients };
  });
  return { bytes, entries: heads };
}

export function unpackEntries(packed: PackedEntries): NewJournalRow[] {
  let offset = 0;
  return packed.entries.map(({ documentId, author, size, newClients }) => {
    const bytes = packed.bytes.subarray(offset, offset + size);
    offset += size;
    return { documentId, author, bytes, newClients };
  });
}
