import * as decoding from "lib0/decoding";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { applyAwarenessUpdate, Awareness } from "y-protocols/awareness";
import { MESSAGE } from "#collab/protocol.ts";
import type { Line } from "../../property/collab/replica.ts";
import { awarenessMessage, syncMessage, typedUpdates, World } from "./world.ts";

type Entry = [client: number, clock: number, state: Record<string, unknown> | null];

function entriesOf(message: Uint8Array): Entry[] {
  const outer = decoding.createDecoder(message);
  if (decoding.readVarUint(outer) !== MESSAGE.awareness) return [];
  const decoder = decoding.createDecoder(decoding.readVarUint8Array(outer));
  return Array.from(
    { length: decoding.readVarUint(decoder) },
    (): Entry => [decoding.readVarUint(decoder), decoding.readVarUint(decoder), JSON.parse(decoding.readVarString(decoder))],
  );
}

const presence = (line: Line): Entry[] => line.toClient.flatMap(entriesOf);

it("COLLAB-22 the server writes who somebody is, whatever the client claims", async () => {
  const world = new World();
  const { line: a, room } = await world.line("p1", "read");
  room.receive(a, awarenessMessage([[11, 1, { user: { name: "冒充的首席推广官" }, cursor: { anchor: 1 } }]]));
  await world.clock.advance(100);
  expect(presence(a)).toEqual([[11, 2, { user: a.identity, cursor: { anchor: 1 } }]]);
});

it("C11 COLLAB-23 a connection speaks for one client id; foreign, bound and 20,000 others stay out", async () => {
  const world = new World();
  const { line: owner, room } = await world.line("p1");
  room.receive(owner, awarenessMessage([[11, 1, { a: 1 }]]));
  for (const update of typedUpdates(5, "字")) room.receive(owner, syncMessage("update", update));
  const { line: spoof } = await world.line("p2");
  room.receive(spoof, awarenessMessage([[5, 9, { a: 9 }]]));
  room.receive(spoof, awarenessMessage([[11, 9, { a: 9 }]]));
  room.receive(spoof, awarenessMessage([[11, 10, null]]));
  room.receive(spoof, awarenessMessage([[12, 1, { mine: 1 }]]));
  room.receive(spoof, awarenessMessage(Array.from({ length: 20_000 }, (_, i): [number, number, unknown] => [1000 + i, 1, {}])));
  room.receive(spoof, awarenessMessage([[12, 2, { big: "x".repeat(3000) }]]));
  await world.clock.advance(1000);
  const { line: fresh } = await world.line("p3");
  expect(presence(fresh).map(([client, , state]) => [client, state?.["a"] ?? state?.["mine"]])).toEqual([
    [11, 1],
    [12, 1],
  ]);
  expect(world.refusals()).toContain("presence");
  expect(spoof.closed).toBe(null);
});

it("COLLAB-24 who leaves is gone for everybody, and seen again after coming back with the same clock", async () => {
  const world = new World();
  const { line: reader } = await world.line("p2");
  const awareness = new Awareness(new Y.Doc());
  const hear = (): void => {
    for (const message of reader.toClient.splice(0)) {
      const decoder = decoding.createDecoder(message);
      if (decoding.readVarUint(decoder) === MESSAGE.awareness) applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), null);
    }
  };
  for (let round = 0; round < 3; round++) {
    const { line, room } = await world.line("p1");
    room.receive(line, awarenessMessage([[11, 7 + round, { round }]]));
    await world.clock.advance(100);
    hear();
    expect(awareness.getStates().get(11)?.["round"]).toBe(round);
    room.leave(line);
    await world.clock.advance(100);
    hear();
    expect(awareness.getStates().has(11)).toBe(false);
  }
  awareness.destroy();
});

it("COLLAB-24 a person who reconnects before the old line is noticed dead keeps the caret when it dies", async () => {
  const world = new World();
  const { line: old, room } = await world.line("p1");
  room.receive(old, awarenessMessage([[11, 1, { a: 1 }]]));
  const { line: back } = await world.line("p1");
  room.receive(back, awarenessMessage([[11, 1, { a: 2 }]]));
  room.leave(old);
  await world.clock.advance(100);
  const { line: fresh } = await world.line("p2");
  expect(presence(fresh).map(([, , state]) => state?.["a"])).toEqual([2]);
});

it("COLLAB-25 echoes of stock clients die out", async () => {
  const world = new World();
  const lines = [await world.line("p1"), await world.line("p2")];
  const room = lines[0]?.room;
  if (room === undefined) throw new Error("no room");
  lines.forEach(({ line }, i) => room.receive(line, awarenessMessage([[11 + i, 1, { caret: i }]])));
  let echoes = 0;
  for (let round = 0; round < 20; round++) {
    await world.clock.advance(60);
    for (const { line } of lines) {
      for (const message of line.toClient.splice(0)) {
        if (message[0] !== MESSAGE.awareness) continue;
        echoes++;
        room.receive(line, message);
      }
    }
  }
  expect(echoes).toBeLessThan(10);
});

it("COLLAB-26 carets of 200 people go out in at most 20 frames a second", async () => {
  const world = new World();
  const lines = await Promise.all(Array.from({ length: 200 }, (_, i) => world.line(`p${i}`)));
  for (let tick = 0; tick < 8; tick++) {
    lines.forEach(({ line, room }, i) => room.receive(line, awarenessMessage([[100 + i, tick + 1, { at: tick }]])));
    await world.clock.advance(125);
  }
  const frames = lines[0]?.line.toClient.filter((message) => message[0] === MESSAGE.awareness).length ?? 0;
  expect(frames).toBeGreaterThan(2);
  expect(frames).toBeLessThanOrEqual(21);
});
