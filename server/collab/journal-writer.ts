/** The thread that owns every write to the journal. A slow fsync waits here and nowhere else. */
import { workerData } from "node:worker_threads";
import { openJournal, type Journal, type NewSnapshot } from "#db/journal.ts";
import { serveCalls } from "#server/core/worker-serve.ts";
import { FAULT_CELL, type JournalFaults } from "./journal-faults.ts";
import { unpackEntries, type PackedEntries } from "./pack-entries.ts";

export interface WriterData {
  readonly file: string;
  readonly faults: JournalFaults | undefined;
}

export type WriterOperations = {
  append: { input: { entries: PackedEntries; at: number }; output: [documentId: string, head: number][] };
  saveSnapshot: { input: { snapshot: NewSnapshot; at: number }; output: undefined };
  quarantine: {
    input: { documentId: string; fromSeq: number | null; snapshots: readonly number[]; reason: string; at: number };
    output: undefined;
  };
  probe: { input: { at: number }; output: undefined };
};

// JournalStore is the only one to start this thread.
const { file, faults } = workerData as WriterData;
let open: Journal | null = null;

serveCalls<WriterOperations>(
  {
    append: ({ entries, at }) => {
      injectFault();
      return [...write((journal) => journal.append(unpackEntries(entries), at))];
    },
    saveSnapshot: ({ snapshot, at }) => {
      write((journal) => journal.saveSnapshot(snapshot, at));
      return undefined;
    },
    quarantine: ({ documentId, fromSeq, snapshots, reason, at }) => {
      write((journal) => journal.quarantine(documentId, fromSeq, snapshots, reason, at));
      return undefined;
    },
    probe: ({ at }) => {
      injectFault();
      write((journal) => journal.probe(at));
      return undefined;
    },
  },
  () => open?.close(),
);

/**
 * After any failed write the connection is thrown away: what SQLite believes about an unsynced page is not to be trusted. The next write,
 * a probe or any other, opens a new one, which decides what became of the failed commit before it writes (openJournal).
 */
function write<T>(action: (journal: Journal) => T): T {
  open ??= openJournal(file);
  try {
    return action(open);
  } catch (error) {
    const broken = open;
    open = null;
    broken.close();
    throw error;
  }
}

function injectFault(): void {
  if (!faults) return;
  const cells = new Int32Array(faults.cells);
  const delay = Atomics.load(cells, FAULT_CELL.commitDelayMs);
  if (delay > 0) Atomics.wait(cells, FAULT_CELL.never, 0, delay);
  if (Atomics.load(cells, FAULT_CELL.failWrites) > 0) throw Object.assign(new Error("injected: disk I/O error"), { code: "SQLITE_IOERR" });
}
