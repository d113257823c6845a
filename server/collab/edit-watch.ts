import type { DocStore, JournalEntry } from "#collab/doc-store.ts";

export interface EditWatchOptions {
  /** Ms an edit is kept back, so that a typing person is announced once in this time. */
  readonly every: number;
  /** Sparse: the latest sequence of one author in one document. */
  onEdited(documentId: string, author: string, seq: number): void;
}

/** The store with an ear: what went through `append` and is durable. */
export function watchEdits(store: DocStore, options: EditWatchOptions): { store: DocStore; flush(): void } {
  const waiting = new Map<string, { documentId: string; author: string; seq: number; timer: NodeJS.Timeout }>();

  function fire(key: string): void {
    const edit = waiting.get(key);
    if (!edit) return;
    waiting.delete(key);
    clearTimeout(edit.timer);
    options.onEdited(edit.documentId, edit.author, edit.seq);
  }

  function note({ documentId, author }: JournalEntry, seq: number): void {
    const key = `${documentId} ${author}`;
    const edit = waiting.get(key);
    if (edit) edit.seq = seq;
    else waiting.set(key, { documentId, author, seq, timer: setTimeout(() => fire(key), options.every) });
  }

  return {
    store: {
      load: (documentId) => store.load(documentId),
      compact: (documentId) => store.compact(documentId),
      probe: () => store.probe(),
      close: () => store.close(),
      append: async (entries) => {
        const heads = await store.append(entries);
        for (const entry of entries) note(entry, heads.get(entry.documentId) ?? 0);
        return heads;
      },
    },
    flush: () => {
      for (const key of [...waiting.keys()]) fire(key);
    },
  };
}
