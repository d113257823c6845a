/** A thread that reads stored documents for rooms to open. Never writes; kept apart from folding so that opening never waits for it. */
import { workerData } from "node:worker_threads";
import type { Damage } from "#db/journal-read.ts";
import { serveCalls } from "#server/core/worker-serve.ts";
import { createVerifiedReader } from "./verified-journal.ts";

export interface LoadedDocument {
  readonly snapshot: Uint8Array;
  readonly stateVector: Uint8Array | null;
  readonly tail: readonly Uint8Array[];
  readonly head: number;
  readonly clientIds: Float64Array;
  readonly clientBoundAt: Float64Array;
  readonly clientAuthors: readonly string[];
  readonly damage: Damage | null;
}

export type OpenerOperations = {
  load: { input: { documentId: string }; output: LoadedDocument };
  head: { input: { documentId: string }; output: number };
  heads: { input: Record<string, never>; output: [documentId: string, head: number][] };
};

// JournalStore is the only one to start this thread.
const reader = createVerifiedReader((workerData as { file: string }).file);

serveCalls<OpenerOperations>(
  {
    head: ({ documentId }) => reader.head(documentId),
    heads: () => reader.heads(),
    load: ({ documentId }) => {
      const { snapshot, rows, head, bindings, damage } = reader.read(documentId);
      return {
        snapshot: snapshot?.bytes ?? new Uint8Array(0),
        stateVector: snapshot?.stateVector ?? null,
        tail: rows.map((row) => row.bytes),
        head,
        clientIds: Float64Array.from(bindings, (binding) => binding.clientId),
        clientBoundAt: Float64Array.from(bindings, (binding) => binding.boundAt),
        clientAuthors: bindings.map((binding) => binding.author),
        damage,
      };
    },
  },
  () => reader.close(),
);
