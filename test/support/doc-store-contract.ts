import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { DocStore, StoredDocument } from "#collab/doc-store.ts";
import { loadDocument } from "#collab/docs/body.ts";
import { buildBody } from "#collab/docs/plan.ts";

const DOCUMENT = "contract01";

/** Rows that build on each other: a block, then one character after the other. */
function typing(client: number, count: number): Uint8Array[] {
  const doc = loadDocument(
    buildBody([{ type: "block", id: "b1", kind: "paragraph", level: 0, checked: false, slot: "", origin: "", runs: [] }], client),
    client,
  );
  const rows = [Y.encodeStateAsUpdate(doc)];
  const block = doc.getXmlFragment("body").get(0);
  const text = block instanceof Y.XmlElement ? block.get(0) : null;
  if (!(text instanceof Y.XmlText)) throw new Error("no text");
  doc.on("update", (update: Uint8Array) => rows.push(update));
  for (let i = 0; i < count; i++) text.insert(i, "字");
  return rows;
}

function textOf(stored: StoredDocument): string {
  const doc = new Y.Doc();
  if (stored.snapshot.length > 0) Y.applyUpdate(doc, stored.snapshot);
  for (const row of stored.tail) Y.applyUpdate(doc, row);
  return doc.getXmlFragment("body").toString();
}

const entry = (update: Uint8Array, author = "p1", newClients: readonly number[] = []) => ({
  documentId: DOCUMENT,
  author,
  update,
  newClients,
});

/** What every implementation of {@link DocStore} keeps. `open` gives a new, empty store. */
export function describeDocStore(name: string, open: () => Promise<DocStore>): void {
  const withStore = (run: (store: DocStore) => Promise<void>) => async () => {
    const store = await open();
    try {
      await run(store);
    } finally {
      await store.close();
    }
  };

  describe(`DocStore contract: ${name}`, () => {
    it(
      "a document nobody has written is empty",
      withStore(async (store) => {
        const stored = await store.load("nobody0001");
        expect([stored.snapshot.length, stored.tail.length, stored.head, stored.clients.size, stored.quarantined]).toEqual([
          0,
          0,
          0,
          0,
          false,
        ]);
      }),
    );

    it(
      "appended rows come back in order with the bytes they had",
      withStore(async (store) => {
        const rows = typing(7, 5);
        const heads = await store.append(rows.map((row) => entry(row)));
        const stored = await store.load(DOCUMENT);
        expect(stored.tail.map((row) => [...row])).toEqual(rows.map((row) => [...row]));
        expect(stored.head).toBe(heads.get(DOCUMENT));
        expect(stored.head).toBeGreaterThan(0);
      }),
    );

    it(
      "heads rise per document and documents do not mix",
      withStore(async (store) => {
        const rows = typing(7, 2);
        const first = await store.append([entry(rows[0] ?? new Uint8Array())]);
        const second = await store.append([
          entry(rows[1] ?? new Uint8Array()),
          { ...entry(typing(9, 0)[0] ?? new Uint8Array()), documentId: "contract02" },
        ]);
        expect(second.get(DOCUMENT) ?? 0).toBeGreaterThan(first.get(DOCUMENT) ?? 0);
        expect((await store.load("contract02")).tail.length).toBe(1);
        expect((await store.load(DOCUMENT)).tail.length).toBe(2);
      }),
    );

    it(
      "a client id stays with the author it was first bound to",
      withStore(async (store) => {
        const rows = typing(7, 1);
        await store.append([entry(rows[0] ?? new Uint8Array(), "p1", [7])]);
        await store.append([entry(rows[1] ?? new Uint8Array(), "p2", [7])]);
        const { clients } = await store.load(DOCUMENT);
        expect(clients.get(7)?.author).toBe("p1");
        expect(clients.get(7)?.boundAt).toBeGreaterThan(0);
      }),
    );

    it(
      "compaction changes how a document is stored, not what load() means",
      withStore(async (store) => {
        await store.append(typing(7, 40).map((row) => entry(row, "p1", [7])));
        const before = await store.load(DOCUMENT);
        await store.compact(DOCUMENT);
        const after = await store.load(DOCUMENT);
        expect(textOf(after)).toBe(textOf(before));
        expect([after.head, after.clients.get(7)?.author]).toEqual([before.head, "p1"]);
        expect(after.tail.length).toBe(0);
        expect(after.snapshot.length).toBeLessThan(before.tail.reduce((sum, row) => sum + row.length, 0));
        if (after.stateVector !== undefined) expect(Y.decodeStateVector(after.stateVector)).toEqual(new Map([[7, 44]]));
      }),
    );

    it(
      "rows appended after a compaction follow the snapshot",
      withStore(async (store) => {
        const rows = typing(7, 10);
        await store.append(rows.slice(0, 5).map((row) => entry(row)));
        await store.compact(DOCUMENT);
        await store.append(rows.slice(5).map((row) => entry(row)));
        const stored = await store.load(DOCUMENT);
        expect(stored.tail.length).toBe(rows.length - 5);
        expect(textOf(stored)).toContain("字".repeat(10));
      }),
    );

    it(
      "compacting nothing, or twice, is harmless",
      withStore(async (store) => {
        await store.compact("nobody0001");
        await store.append(typing(7, 3).map((row) => entry(row)));
        await store.compact(DOCUMENT);
        await store.compact(DOCUMENT);
        expect(textOf(await store.load(DOCUMENT))).toContain("字字字");
        expect((await store.load("nobody0001")).head).toBe(0);
      }),
    );

    it(
      "a store that works answers its probe",
      withStore(async (store) => {
        await expect(store.probe()).resolves.toBeUndefined();
      }),
    );
  });
}
