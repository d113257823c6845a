import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AckLedger } from "#app/collab/ack-ledger.ts";
import { backOff } from "#app/collab/back-off.ts";
import { decideLight, type LightInput } from "#app/collab/save-light.ts";

const CALM: LightInput = {
  now: 100_000,
  device: { available: true, written: true },
  phase: "online",
  synced: true,
  access: "write",
  saved: true,
  waitingSince: null,
  refused: null,
  ended: null,
  storage: true,
  savedSeq: 7,
  seenBy: {},
  otherSide: "applicant",
};

describe("save light", () => {
  it.each<[string, Partial<LightInput>, { word: string; lamps: boolean[]; tone: string; offerFile: boolean }]>([
    ["everything saved, nobody looked", {}, { word: "saved", lamps: [true, true, false], tone: "calm", offerFile: false }],
    [
      "the other side saw an older state",
      { seenBy: { applicant: 6 } },
      { word: "saved", lamps: [true, true, false], tone: "calm", offerFile: false },
    ],
    ["the other side saw it", { seenBy: { applicant: 7 } }, { word: "seen", lamps: [true, true, true], tone: "calm", offerFile: false }],
    [
      "my own side's reading does not count",
      { seenBy: { holder: 9 } },
      { word: "saved", lamps: [true, true, false], tone: "calm", offerFile: false },
    ],
    ["a word is being composed", { saved: false }, { word: "savedOnDevice", lamps: [false, false, false], tone: "calm", offerFile: false }],
    [
      "on its way",
      { saved: false, waitingSince: 99_000 },
      { word: "savedOnDevice", lamps: [true, false, false], tone: "calm", offerFile: false },
    ],
    [
      "on its way, not written here yet",
      { saved: false, waitingSince: 99_900, device: { available: true, written: false } },
      { word: "saving", lamps: [false, false, false], tone: "calm", offerFile: false },
    ],
    [
      "no answer for ten seconds",
      { saved: false, waitingSince: 89_000 },
      { word: "late", lamps: [true, false, false], tone: "late", offerFile: true },
    ],
    [
      "no line",
      { phase: "offline", saved: false, waitingSince: 99_000 },
      { word: "offline", lamps: [true, false, false], tone: "late", offerFile: true },
    ],
    [
      "no line and no storage here",
      { phase: "offline", saved: false, waitingSince: 99_000, device: { available: false, written: false } },
      { word: "offlineUnkept", lamps: [false, false, false], tone: "error", offerFile: true },
    ],
    [
      "refused",
      { saved: false, waitingSince: 99_000, refused: "read-only" },
      { word: "refused", lamps: [true, false, false], tone: "error", offerFile: true },
    ],
    [
      "server storage gone",
      { saved: false, waitingSince: 99_000, storage: false },
      { word: "storage", lamps: [true, false, false], tone: "late", offerFile: true },
    ],
    ["a reader", { access: "read" }, { word: "reading", lamps: [true, true, false], tone: "calm", offerFile: false }],
  ])("%s", (_title, change, expected) => {
    expect(decideLight({ ...CALM, ...change })).toEqual(expected);
  });

  it("the server lamp never shines while something waits, and the third never without the second", () => {
    fc.assert(
      fc.property(
        fc.record({
          saved: fc.boolean(),
          synced: fc.boolean(),
          phase: fc.constantFrom<LightInput["phase"]>("connecting", "online", "offline", "ended"),
          savedSeq: fc.nat(9),
          seen: fc.nat(9),
          refused: fc.constantFrom(null, "schema" as const),
          waitingSince: fc.constantFrom(null, 1, 99_999),
        }),
        ({ seen, ...change }) => {
          const { lamps } = decideLight({ ...CALM, ...change, seenBy: { applicant: seen } });
          if (!change.saved || change.refused !== null) expect(lamps[1]).toBe(false);
          if (lamps[2]) expect([lamps[1], seen >= change.savedSeq]).toEqual([true, true]);
        },
      ),
    );
  });
});

describe("receipts", () => {
  it("are counted for each connection anew; what was not acknowledged waits with its age", () => {
    const ledger = new AckLedger();
    ledger.send(100, true);
    ledger.send(200, false);
    ledger.acknowledge(1, 5);
    expect([ledger.settled, ledger.waitingSince, ledger.savedSeq]).toEqual([false, 200, 0]);
    ledger.connectionLost(300);
    expect([ledger.settled, ledger.waitingSince]).toEqual([false, 200]);
    ledger.send(400, true);
    expect([ledger.waitingSince, ledger.unansweredSince]).toEqual([200, 400]);
    ledger.acknowledge(1, 6);
    expect([ledger.settled, ledger.waitingSince, ledger.savedSeq]).toEqual([true, null, 6]);
  });

  it("for more than was sent settle nothing that comes later", () => {
    const ledger = new AckLedger();
    ledger.send(1, true);
    ledger.acknowledge(9, 3);
    ledger.send(2, false);
    expect(ledger.settled).toBe(false);
  });

  it("an edit made without a line is settled only by the handshake that carries it", () => {
    const ledger = new AckLedger();
    ledger.keep(10);
    ledger.connectionLost(20);
    expect([ledger.settled, ledger.waitingSince]).toEqual([false, 10]);
    ledger.send(30, true);
    ledger.acknowledge(1, 2);
    expect(ledger.settled).toBe(true);
  });
});

describe("back-off", () => {
  it("grows from one to thirty seconds and is spread", () => {
    expect([1, 2, 3, 6, 20].map((attempt) => backOff(attempt, () => 1))).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
    expect([1, 2, 3, 6, 20].map((attempt) => backOff(attempt, () => 0))).toEqual([1_000, 1_000, 2_000, 15_000, 15_000]);
  });
});
