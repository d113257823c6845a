import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { buildBody } from "#collab/docs/plan.ts";
import type { Block } from "#collab/docs/blocks.ts";
import { JournalStore } from "#server/collab/journal-store.ts";
import { Projections } from "#server/collab/projections.ts";
import { tempDirectory } from "#test/support/temp.ts";

const paragraph = (id: string, text: string): Block => ({
  type: "block",
  id,
  kind: "paragraph",
  level: 0,
  checked: false,
  slot: "",
  origin: "",
  runs: [{ text, marks: {} }],
});

/** A real journal with a count of the documents that were really built, in order. */
async function openReadings(options: { keep?: number; queue?: number } = {}) {
  const store = await JournalStore.open({ file: join(tempDirectory(), "journal.sqlite"), now: () => Date.now() });
  onTestFinished(() => store.close());
  const built: string[] = [];
  const readings = new Projections({
    head: (documentId) => store.head(documentId),
    project: (documentId, template) => {
      built.push(documentId);
      return store.project(documentId, template);
    },
    keep: options.keep ?? 1024 * 1024,
    queue: options.queue ?? 64,
  });
  let client = 9000;
  const write = (documentId: string, ...texts: string[]) => {
    const blocks = texts.map((text, i) => paragraph(`b${client}n${i}`, text));
    return store.append([{ documentId, author: "p1", update: buildBody(blocks, client++), newClients: [] }]);
  };
  return { store, readings, built, write };
}

test("fifty readers of a large plan at once build it once, and a small plan waits for at most that one", async () => {
  const { readings, built, write } = await openReadings({ keep: 64 * 1024 * 1024 });
  await write("documentbig", ...Array.from({ length: 4000 }, (_, i) => `第${i}段${"文".repeat(100)}`));
  await write("documenttiny", "小方案");
  const began = performance.now();
  const many = Array.from({ length: 50 }, () => readings.read("documentbig", undefined));
  const small = await readings.read("documenttiny", undefined);
  console.log(`a small plan behind 50 reads of a large one: ${Math.round(performance.now() - began)} ms`);
  expect(small.text).toContain("小方案");
  const texts = new Set((await Promise.all(many)).map(({ text }) => text));
  expect(texts.size).toBe(1);
  expect(built).toEqual(["documentbig", "documenttiny"]);
});

test("a text is read again only after it changed, and a reading never misses what was durable when it was asked for", async () => {
  const { readings, built, write } = await openReadings();
  await write("documenta1", "一");
  await readings.read("documenta1", undefined);
  expect((await readings.read("documenta1", undefined)).head).toBe(1);
  expect(built).toHaveLength(1);
  await write("documenta1", "二");
  const under = readings.read("documenta1", undefined);
  await write("documenta1", "三");
  expect((await readings.read("documenta1", undefined)).text).toContain("三");
  expect((await under).text).toContain("二");
  expect(built.length).toBeLessThanOrEqual(3);
});

test("what was not read for longest is forgotten first when the kept bytes run out", async () => {
  const { readings, built, write } = await openReadings({ keep: 3000 });
  for (const id of ["documenta1", "documenta2", "documenta3"]) await write(id, "文");
  for (const id of ["documenta1", "documenta2", "documenta3", "documenta1", "documenta3"]) await readings.read(id, undefined);
  expect(built).toEqual(["documenta1", "documenta2", "documenta3"]);
  await write("documenta4", "长".repeat(60));
  await readings.read("documenta4", undefined);
  await readings.read("documenta3", undefined);
  await readings.read("documenta2", undefined);
  expect(built.slice(3)).toEqual(["documenta4", "documenta2"]);
});

test("readers beyond the queue are asked to come back instead of waiting without end", async () => {
  const { readings, write } = await openReadings({ queue: 2 });
  const ids = ["documenta1", "documenta2", "documenta3"];
  for (const id of ids) await write(id, "文");
  const answers = await Promise.allSettled(ids.map((id) => readings.read(id, undefined)));
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(answers[2]).toMatchObject({ reason: { code: "tooManyRequests", retryAfter: 3 } });
  expect((await readings.read("documenta3", undefined)).text).toContain("文");
});
