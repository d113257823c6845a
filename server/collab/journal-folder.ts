/** A thread that builds documents from the journal: folds them into snapshots and reads their text, always from a clone. Never writes. */
import { workerData } from "node:worker_threads";
import * as Y from "yjs";
import { compactState } from "#collab/docs/compact.ts";
import type { BodyBlock } from "#collab/docs/blocks.ts";
import { bodyText, canonicalJson, planCompleteness, readBody, restoreUpdate, type PlanTemplate } from "#collab/docs/plan.ts";
import type { NewSnapshot } from "#db/journal.ts";
import { serveCalls } from "#server/core/worker-serve.ts";
import type { Projection } from "./projections.ts";
import { createVerifiedReader } from "./verified-journal.ts";

export type FolderOperations = {
  fold: { input: { documentId: string }; output: { snapshot: NewSnapshot | null } };
  project: { input: { documentId: string; template: PlanTemplate | undefined }; output: Projection };
  /** What a version stores and hashes. */
  freeze: { input: { documentId: string }; output: { head: number; canonical: string } };
  restore: { input: { documentId: string; target: readonly BodyBlock[]; clientId: number }; output: { update: Uint8Array } };
};

// JournalStore is the only one to start this thread.
const reader = createVerifiedReader((workerData as { file: string }).file);

serveCalls<FolderOperations>(
  {
    fold: ({ documentId }) => ({ snapshot: fold(documentId) }),
    project: ({ documentId, template }) => {
      const { doc, head } = buildClone(documentId);
      const blocks = readBody(doc);
      return { head, blocks, text: bodyText(blocks), completeness: planCompleteness(blocks, template) };
    },
    freeze: ({ documentId }) => {
      const { doc, head } = buildClone(documentId);
      return { head, canonical: canonicalJson(readBody(doc)) };
    },
    restore: ({ documentId, target, clientId }) => {
      const { doc } = buildClone(documentId);
      return { update: restoreUpdate(Y.encodeStateAsUpdate(doc), target, clientId) };
    },
  },
  () => reader.close(),
);

function buildClone(documentId: string): { doc: Y.Doc; head: number } {
  const stored = reader.read(documentId);
  const doc = new Y.Doc();
  doc.transact(() => {
    if (stored.snapshot) Y.applyUpdate(doc, stored.snapshot.bytes);
    for (const row of stored.rows) Y.applyUpdate(doc, row.bytes);
  });
  return { doc, head: stored.head };
}

/** A damaged journal is never folded: that would bury the bad tail under a snapshot that looks whole. */
function fold(documentId: string): NewSnapshot | null {
  const { snapshot: base, rows, head, damage } = reader.read(documentId);
  if (rows.length === 0 || (damage && damage.fromSeq !== null)) return null;
  const { snapshot, stateVector } = compactState(
    base?.bytes ?? new Uint8Array(0),
    rows.map((row) => row.bytes),
  );
  return { documentId, coveredSeq: head, stateVector, bytes: snapshot, baseSeq: base?.coveredSeq ?? null };
}
