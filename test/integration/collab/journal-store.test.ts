import { join } from "node:path";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { JournalStore } from "#server/collab/journal-store.ts";
import { describeDocStore } from "#test/support/doc-store-contract.ts";
import { makeDirectory, tempDirectory } from "#test/support/temp.ts";

const open = (directory: string): Promise<JournalStore> =>
  JournalStore.open({ file: join(directory, "journal.sqlite"), now: () => Date.now() });

describeDocStore("SQLite in worker threads", () => open(makeDirectory()));

function updateOf(text: string): Uint8Array {
  const doc = new Y.Doc();
  const block = new Y.XmlElement("block");
  block.insert(0, [new Y.XmlText(text)]);
  doc.getXmlFragment("body").insert(0, [block]);
  return Y.encodeStateAsUpdate(doc);
}
const entry = (documentId: string, text: string) => ({ documentId, author: "p1", update: updateOf(text), newClients: [] });

test("calls of a dead writer are refused as unavailable, and the next call starts a new one that knows the old rows", async () => {
  const store = await open(tempDirectory());
  await store.append([entry("documenta1", "一")]);
  // Whether the row got in before the thread ended is a race; that the caller hears a verdict is not.
  const second = store.append([entry("documenta1", "二")]).then(
    () => "stored",
    (error: Error) => error.message,
  );
  await store.killWorker("writer");
  expect(["stored", "store worker ended"]).toContain(await second);
  await store.probe();
  const heads = await store.append([entry("documenta1", "三")]);
  expect(heads.get("documenta1")).toBeGreaterThan(1);
  await store.killWorker("opener");
  expect((await store.load("documenta1")).head).toBe(heads.get("documenta1"));
  await store.close();
});

test("a closed store refuses calls and can be opened again with everything in it", async () => {
  const directory = tempDirectory();
  const store = await open(directory);
  await store.append([entry("documenta1", "一")]);
  await store.compact("documenta1");
  await store.close();
  await expect(store.append([entry("documenta1", "二")])).rejects.toThrow(/closed/);
  const again = await open(directory);
  expect(await again.load("documenta1")).toMatchObject({ head: 1, tail: [], quarantined: false });
  expect((await again.append([entry("documenta1", "三")])).get("documenta1")).toBe(2);
  await again.close();
});

test("a view into a large buffer is stored by its own bytes, and the caller keeps them", async () => {
  const store = await open(tempDirectory());
  const update = updateOf("视图");
  const pool = new Uint8Array(1024 * 1024);
  pool.set(update, 5000);
  const view = pool.subarray(5000, 5000 + update.length);
  await store.append([{ documentId: "documenta1", author: "p1", update: view, newClients: [] }]);
  expect(view.byteLength).toBe(update.length);
  expect([...((await store.load("documenta1")).tail[0] ?? [])]).toEqual([...update]);
  await store.close();
});

test("ten documents in one group are one commit; figures", async () => {
  const store = await open(tempDirectory());
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const began = performance.now();
    await store.append(Array.from({ length: 10 }, (_, j) => entry(`documenta${j}`, `${i}`)));
    times.push(performance.now() - began);
  }
  const sorted = times.toSorted((a, b) => a - b);
  console.log(`append of 10 rows: p50 ${sorted[50]?.toFixed(2)} ms, p95 ${sorted[95]?.toFixed(2)} ms`);
  expect((await store.load("documenta9")).head).toBe(100);
  await store.close();
});
