import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { concatUpdates, EncodedState } from "#collab/encoded-state.ts";
import { compactState } from "#collab/docs/compact.ts";
import { decodeStateVector } from "#collab/state-vector.ts";
import { sliceStructs } from "#collab/struct-slice.ts";
import { scanUpdate } from "#collab/update-scan.ts";
import { createRandom, type Random, withSeed } from "#test/support/random.ts";
import { editAtRandom } from "../../property/collab/edits.ts";
import { addBlock, typedUpdates } from "./world.ts";

/** Two people editing one document in turns; every update in the order a room would admit it. */
function editedByTwo(random: Random, steps: number): { updates: Uint8Array[]; doc: Y.Doc } {
  const docs = [5, 9].map((client) => {
    const doc = new Y.Doc();
    doc.clientID = client;
    return { doc, undo: new Y.UndoManager(doc.getXmlFragment("body"), { captureTimeout: 0 }) };
  });
  const updates: Uint8Array[] = [];
  for (const [i, { doc }] of docs.entries()) {
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "peer") return;
      updates.push(update);
      const other = docs[1 - i]?.doc;
      if (other !== undefined) Y.applyUpdate(other, update, "peer");
    });
  }
  for (let i = 0; i < steps; i++) {
    const { doc, undo } = random.pick(docs);
    editAtRandom(doc, undo, random);
  }
  const doc = docs[0]?.doc;
  if (doc === undefined) throw new Error("no document");
  return { updates, doc };
}

function load(...updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

function look(doc: Y.Doc): unknown {
  const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
  return [[...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b), doc.getXmlFragment("body").toString(), pending];
}

describe("COLLAB-29 concatenated bytes mean what Yjs means", () => {
  it("COLLAB-29 the whole, every difference and every merged frame lead to the same document", async () => {
    await withSeed(() => {
      for (let salt = 1; salt <= 40; salt++) {
        const random = createRandom(salt);
        const { updates, doc } = editedByTwo(random, 80);
        const folded = random.integer(updates.length);
        const base = folded === 0 ? null : compactState(new Uint8Array(0), updates.slice(0, folded));
        const state = new EncodedState(base?.snapshot ?? new Uint8Array(0), random.chance(0.5) ? base?.stateVector : undefined);
        for (const update of updates.slice(folded)) state.append(scanUpdate(update));
        expect(look(load(state.encodeFull()))).toEqual(look(doc));
        const cut = random.integer(updates.length);
        const reader = load(...updates.slice(0, cut));
        Y.applyUpdate(reader, state.encodeDiff(decodeStateVector(Y.encodeStateVector(reader))));
        expect(look(reader)).toEqual(look(doc));
        const frame = load(...updates.slice(0, cut));
        Y.applyUpdate(frame, concatUpdates(updates.slice(cut).map(scanUpdate)));
        expect(look(frame)).toEqual(look(doc));
      }
    });
  });

  it("COLLAB-29 a difference may begin inside any struct, as Yjs cuts it", () => {
    const updates = typedUpdates(5, "");
    const doc = load(...updates);
    doc.clientID = 6;
    const text = (doc.getXmlFragment("body").get(0) as Y.XmlElement).get(0) as Y.XmlText;
    text.insert(0, "方案😀案bc");
    const whole = Y.encodeStateAsUpdate(doc);
    const state = new EncodedState(whole);
    for (let clock = 1; clock < 7; clock++) {
      const known = new Map([
        [5, Y.getState(doc.store, 5)],
        [6, clock],
      ]);
      const vector = Uint8Array.from([2, 5, known.get(5) ?? 0, 6, clock]);
      const ours = scanUpdate(state.encodeDiff(known)).sections.map(({ bytes, ...rest }) => [rest, [...bytes]]);
      const theirs = scanUpdate(Y.diffUpdate(whole, vector)).sections.map(({ bytes, ...rest }) => [rest, [...bytes]]);
      expect(ours).toEqual(theirs);
    }
    const section = scanUpdate(whole).sections.find(({ client }) => client === 6);
    expect(section === undefined ? 0 : sliceStructs(section, 3).structs).toBe(1);
  });

  it("COLLAB-30 a stored snapshot is sent as it lies, without being read", () => {
    const { snapshot, stateVector } = compactState(new Uint8Array(0), typedUpdates(5, "快照"));
    const state = new EncodedState(snapshot, stateVector);
    expect(state.encodeFull()).toBe(snapshot);
    const damaged = new EncodedState(Uint8Array.of(9, 9, 9), stateVector);
    expect(damaged.encodeDiff(new Map())).toEqual(Uint8Array.of(9, 9, 9));
  });

  it("COLLAB-31 typing is held as the text it is, not as one record a key", () => {
    const state = new EncodedState(new Uint8Array(0));
    for (const update of typedUpdates(5, "教".repeat(2000))) state.append(scanUpdate(update));
    expect(state.size).toBeLessThan(2000 * 3 + 200);
    expect(look(load(state.encodeFull()))).toEqual(look(load(...typedUpdates(5, "教".repeat(2000)))));
  });
});

it("COLLAB-32 folding the journal adds no edit of its own", () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const text = addBlock(doc, "重点任务与进度");
  text.format(0, 4, { bold: true });
  const other = load(...updates);
  const otherText = (other.getXmlFragment("body").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const concurrent: Uint8Array[] = [];
  other.on("update", (update: Uint8Array) => concurrent.push(update));
  otherText.format(2, 4, { bold: true });
  text.format(1, 5, { bold: true });
  const rows = [...updates, ...concurrent];
  const journal = new EncodedState(new Uint8Array(0));
  for (const row of rows) journal.append(scanUpdate(row));
  const deleted = scanUpdate(compactState(new Uint8Array(0), rows).snapshot).deletes;
  expect(deleted.every(({ client, clock, length }) => journal.deletes.covers(client, clock, length))).toBe(true);
});
