import { expect, it } from "vitest";
import { createRandom, type Random, withSeed } from "#test/support/random.ts";
import { syncMessage, typedUpdates, World } from "../../unit/collab/world.ts";
import { Line } from "./replica.ts";
import type { Room } from "#collab/room.ts";
import { settle } from "./virtual-clock.ts";

const RUNS = Number(process.env["GONGYAN_RUNS"] ?? 1);
const DOCUMENTS = ["d0000001", "d0000002"];

/** Opens, closes, writes and breaks two documents in any order; returns what went against the rules. */
async function runSchedule(random: Random, steps: number): Promise<string[]> {
  const world = new World({ idleUnload: 30, newClientsPerDay: 1000 });
  const problems: string[] = [];
  const seats: { line: Line; room: Room; document: string }[] = [];
  const written = new Map<string, number>();
  const waiting: (() => void)[] = [];
  let client = 100;
  const pause = (fail: number) => (): Promise<void> =>
    new Promise((resolve, reject) => waiting.push(() => (random.chance(fail) ? reject(new Error("fault")) : resolve())));
  world.store.faults = { beforeLoad: pause(0.1), beforeAppend: pause(0.05), probe: pause(0.2) };
  const open = (document: string): void => {
    world.open(document).then(
      (room) => {
        const line = new Line(`p${random.integer(3)}`);
        room.join(line);
        if (line.closed === null) seats.push({ line, room, document });
        if (world.registry.peek(document) !== room && line.closed === null) problems.push("joined a room that is not the live one");
      },
      () => undefined,
    );
  };
  for (let i = 0; i < steps; i++) {
    const choice = random.integer(10);
    const seat = seats.length > 0 ? random.pick(seats) : null;
    if (choice < 3) open(random.pick(DOCUMENTS));
    else if (choice < 5 && seat !== null) {
      seat.room.leave(seat.line);
      seats.splice(seats.indexOf(seat), 1);
    } else if (choice < 7 && seat !== null) {
      const update = typedUpdates(client++, "字")[0];
      if (update !== undefined) seat.room.receive(seat.line, syncMessage("update", update));
    } else if (choice < 9) waiting.splice(random.integer(waiting.length + 1), 1)[0]?.();
    else await world.clock.advance(random.integer(60));
    await settle();
    for (const { room, document } of seats) if (world.registry.peek(document) !== room) problems.push("a room with people left memory");
  }
  world.store.faults = {};
  for (let i = 0; i < 30; i++) {
    for (const release of waiting.splice(0)) release();
    await world.clock.advance(200);
  }
  for (const { room, line } of seats) room.leave(line);
  await world.clock.advance(5000);
  for (const room of world.registry.rooms) if (room.pending > 0) problems.push("entries stay pending");
  if (world.registry.size > 0) problems.push(`${world.registry.size} rooms stay in memory`);
  if (world.clock.waiting > 0) problems.push(`${world.clock.waiting} timers stay`);
  for (const document of DOCUMENTS) {
    const stored = await world.store.load(document);
    written.set(document, stored.head);
    const room = await world.open(document);
    if (room.head !== stored.head) problems.push("head differs after opening again");
  }
  for (const event of world.reports) if (event.type === "bug" || event.type === "compactionFailed") problems.push(String(event.error));
  return problems;
}

it("B7 COLLAB-27 no schedule of opening, closing, writing and failing loses an entry or leaves a room behind", async () => {
  const schedules = 500 * RUNS;
  await withSeed(async () => {
    for (let salt = 1; salt <= schedules; salt++) expect(await runSchedule(createRandom(salt), 40), `schedule ${salt}`).toEqual([]);
  });
  console.info("B7", JSON.stringify({ schedules }));
});

it("COLLAB-27 loading is single flight, and a failed load fails everybody and leaves nothing", async () => {
  const world = new World();
  let loads = 0;
  world.store.faults.beforeLoad = () => (++loads === 1 ? Promise.reject(new Error("unreadable")) : Promise.resolve());
  const first = await Promise.allSettled([world.open(), world.open(), world.open()]);
  expect([first.map(({ status }) => status), loads, world.registry.size]).toEqual([["rejected", "rejected", "rejected"], 1, 0]);
  const [a, b] = await Promise.all([world.open(), world.open()]);
  expect([a === b, loads]).toEqual([true, 2]);
});

it("COLLAB-28 draining commits what was admitted and refuses who comes after", async () => {
  const world = new World();
  const { line, room } = await world.line("p1");
  for (const update of typedUpdates(5, "收尾")) room.receive(line, syncMessage("update", update));
  await world.registry.drain(10_000);
  expect((await world.store.load("d0000001")).head).toBe(3);
  await expect(world.open()).rejects.toThrow("draining");
  expect([world.registry.size, world.clock.waiting]).toEqual([0, 0]);
});

it("COLLAB-28 a drain that cannot finish says so at its deadline", async () => {
  const world = new World();
  world.store.faults.beforeAppend = () => new Promise(() => undefined);
  const { line, room } = await world.line("p1");
  for (const update of typedUpdates(5, "字")) room.receive(line, syncMessage("update", update));
  const drained = world.registry.drain(10_000).catch((error: unknown) => String(error));
  await world.clock.advance(10_000);
  expect(await drained).toContain("not drained");
});
