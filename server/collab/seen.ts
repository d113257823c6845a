import { raiseSeen, type SeenRow } from "#db/collab.ts";
import { listSeen } from "#db/plans.ts";
import type { DocumentId, Side } from "#db/schema.ts";
import type { App } from "#server/core/context.ts";

/** Writes what each side has been shown, at most once in `every` ms for all documents together; it only ever rises. */
export function createSeenWriter(app: App, every: number, onError: (error: unknown) => void) {
  const waiting = new Map<string, SeenRow>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const rows = [...waiting.values()];
    waiting.clear();
    await raiseSeen(app.db, rows, app.clock.now());
  }

  return {
    note(documentId: string, side: string, seq: number): void {
      const key = `${documentId} ${side}`;
      if ((waiting.get(key)?.seq ?? 0) >= seq) return;
      // Both came from an admission, where they were read from typed columns.
      waiting.set(key, { documentId: documentId as DocumentId, side: side as Side, seq });
      timer ??= setTimeout(() => void flush().catch(onError), every);
    },
    flush,
    async load(documentId: DocumentId): Promise<Record<string, number>> {
      const rows = await listSeen(app.db, documentId);
      return Object.fromEntries(rows.map(({ side, seq }) => [side, seq]));
    },
  };
}
