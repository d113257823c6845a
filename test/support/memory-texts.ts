import * as Y from "yjs";
import { bodyText, canonicalJson, planCompleteness, readBody, restoreUpdate } from "#collab/docs/plan.ts";
import type { TextPort } from "#server/plans/text-port.ts";

export interface MemoryTexts extends TextPort {
  /** Adds a client's update, as an editor would. */
  push(documentId: string, update: Uint8Array): void;
  has(documentId: string): boolean;
}

/** The text port without a server behind it: one list of updates a document. */
export function createMemoryTexts(): MemoryTexts {
  const updates = new Map<string, Uint8Array[]>();
  const listOf = (documentId: string): Uint8Array[] => {
    const list = updates.get(documentId) ?? [];
    updates.set(documentId, list);
    return list;
  };
  const append = (documentId: string, update: Uint8Array): number => listOf(documentId).push(update);
  const blocksOf = (documentId: string) => {
    const doc = new Y.Doc();
    for (const update of listOf(documentId)) Y.applyUpdate(doc, update);
    return readBody(doc);
  };
  return {
    push: append,
    has: (documentId) => updates.has(documentId),
    async seed(documentId, _author, update) {
      if (updates.has(documentId)) throw new Error("seeded twice");
      return append(documentId, update);
    },
    async read(documentId, template) {
      const blocks = blocksOf(documentId);
      return { head: listOf(documentId).length, blocks, text: bodyText(blocks), completeness: planCompleteness(blocks, template) };
    },
    freeze: async (documentId) => ({ head: listOf(documentId).length, canonical: canonicalJson(blocksOf(documentId)) }),
    async restore(documentId, _author, target) {
      return append(documentId, restoreUpdate(Y.mergeUpdates(listOf(documentId)), target, 4_000_000 + listOf(documentId).length));
    },
  };
}
