/** What is measured, against whom, and the bars of the performance chapter. */
import type { ScenarioName, Sizes } from "./job.ts";
import type { ContestantName } from "./wire.ts";

export interface Entry {
  readonly scenario: ScenarioName;
  readonly variant: string;
  readonly title: string;
  readonly contestants: readonly ContestantName[];
  readonly sizes: Sizes;
  /** Longest a run may take, server start included, ms. */
  readonly timeout: number;
  /** The generator is compared with 90 % of a core. S4 and S6 are bursts and S5 has no times. */
  readonly judgeGenerator: boolean;
  readonly rounds: number;
}

export interface Figure {
  readonly scenario: ScenarioName;
  readonly variant?: string;
  readonly figure: string;
  readonly title: string;
  readonly unit: string;
  /** Ratio to a contestant of the same run, or an absolute limit. A figure without a bar is information. */
  readonly bar?:
    | { readonly to: ContestantName; readonly ratio: number; readonly atLeast?: true }
    | { readonly limit: number; readonly atLeast?: true };
}

const ROUNDS = 3;
const NOTHING: Sizes = { clients: 0, seconds: 0, documents: 1, operations: 0, readers: 0, kills: 0 };
const TYPING: readonly ContestantName[] = ["ours", "relay", "hocuspocus"];

export function planEntries(quick: boolean): Entry[] {
  const rounds = quick ? 1 : ROUNDS;
  const pick = (full: number, small: number) => (quick ? small : full);
  const fanOut = [10, 200, 500].map(
    (clients): Entry => ({
      scenario: "s1",
      variant: String(clients),
      title: `one document, ${clients} clients, 4 typists at 8 characters/s`,
      contestants: TYPING,
      sizes: { ...NOTHING, clients: pick(clients, Math.max(6, clients / 20)), seconds: pick(10, 1) },
      timeout: 90_000,
      judgeGenerator: true,
      rounds,
    }),
  );
  return [
    ...fanOut,
    {
      scenario: "s1max",
      variant: "",
      title: "200 clients all writing, rate raised until p99 > 250 ms, then doubled",
      contestants: ["ours", "relay", "hocuspocus", "hocuspocus-memory"],
      sizes: { ...NOTHING, clients: pick(200, 20), seconds: pick(2, 0.5) },
      timeout: 180_000,
      judgeGenerator: true,
      rounds,
    },
    {
      scenario: "s2",
      variant: "",
      title: "3,000 documents with 2 clients each, light typing",
      contestants: TYPING,
      sizes: { ...NOTHING, documents: pick(3000, 20), seconds: pick(15, 1) },
      timeout: 180_000,
      judgeGenerator: true,
      rounds,
    },
    {
      scenario: "s3",
      variant: "",
      title: "200 people moving carets at 8 Hz",
      contestants: TYPING,
      sizes: { ...NOTHING, clients: pick(200, 10), seconds: pick(10, 1) },
      timeout: 120_000,
      judgeGenerator: true,
      rounds,
    },
    {
      scenario: "s4",
      variant: "",
      title: "260,000-operation document, cold",
      contestants: TYPING,
      sizes: { ...NOTHING, operations: pick(260_000, 4000), readers: pick(30, 4) },
      timeout: 120_000,
      judgeGenerator: false,
      rounds: quick ? 1 : ROUNDS + 2,
    },
    {
      scenario: "s5",
      variant: "",
      title: "kill -9 amid typing",
      contestants: ["ours", "hocuspocus"],
      sizes: { ...NOTHING, documents: pick(10, 2), kills: pick(10, 1) },
      timeout: 300_000,
      judgeGenerator: false,
      rounds: 1,
    },
    {
      scenario: "s6",
      variant: "",
      title: "500 clients reconnect at once",
      contestants: ["ours", "hocuspocus"],
      sizes: { ...NOTHING, clients: pick(500, 15) },
      timeout: 150_000,
      judgeGenerator: false,
      rounds,
    },
  ];
}

export const FIGURES: readonly Figure[] = [
  { scenario: "s1", variant: "10", figure: "p50", title: "edit to other client, p50", unit: "ms", bar: { to: "relay", ratio: 1.5 } },
  { scenario: "s1", variant: "500", figure: "cpuPerEdit", title: "CPU per delivered edit", unit: "us", bar: { to: "relay", ratio: 1 } },
  { scenario: "s1", variant: "500", figure: "p99", title: "edit to other client, p99", unit: "ms", bar: { to: "relay", ratio: 1.2 } },
  { scenario: "s1", figure: "cpuPerEdit", title: "CPU per delivered edit", unit: "us" },
  { scenario: "s1", figure: "p50", title: "edit to other client, p50", unit: "ms" },
  { scenario: "s1", figure: "p99", title: "edit to other client, p99", unit: "ms" },
  { scenario: "s1", figure: "cpu", title: "server CPU", unit: "% core" },
  { scenario: "s1", figure: "editsPerFrame", title: "edits for each frame received, of any kind", unit: "" },
  {
    scenario: "s1max",
    figure: "edits",
    title: "edits/s with p99 <= 250 ms",
    unit: "/s",
    bar: { to: "hocuspocus", ratio: 1.5, atLeast: true },
  },
  { scenario: "s1max", figure: "double", title: "throughput at twice the load", unit: "x", bar: { limit: 0.8, atLeast: true } },
  { scenario: "s1max", figure: "p99", title: "p99 at the ceiling", unit: "ms" },
  { scenario: "s1max", figure: "doubleP99", title: "p99 at twice the load", unit: "ms" },
  { scenario: "s1max", figure: "catchUp", title: "to catch up afterwards", unit: "ms" },
  { scenario: "s2", figure: "memory", title: "memory per open document", unit: "kB", bar: { to: "hocuspocus", ratio: 0.35 } },
  { scenario: "s2", figure: "cpu", title: "server CPU while typing", unit: "% core", bar: { to: "hocuspocus", ratio: 0.7 } },
  { scenario: "s2", figure: "heap", title: "JS heap and buffers per open document", unit: "kB" },
  { scenario: "s2", figure: "openCpu", title: "CPU to open a document for two", unit: "us" },
  { scenario: "s2", figure: "p99", title: "edit to other client, p99", unit: "ms" },
  { scenario: "s3", figure: "cpu", title: "server CPU", unit: "% core", bar: { to: "hocuspocus", ratio: 0.25 } },
  { scenario: "s3", figure: "p99", title: "move to other client, p99", unit: "ms", bar: { limit: 100 } },
  { scenario: "s3", figure: "p50", title: "move to other client, p50", unit: "ms" },
  { scenario: "s3", figure: "share", title: "moves shown (the others were overtaken)", unit: "%" },
  { scenario: "s3", figure: "catchUp", title: "until nobody is behind", unit: "ms" },
  { scenario: "s4", figure: "one", title: "one reader, dial to document", unit: "ms", bar: { to: "hocuspocus", ratio: 0.15 } },
  { scenario: "s4", figure: "many", title: "30 readers, dial to last document", unit: "ms", bar: { to: "hocuspocus", ratio: 0.15 } },
  { scenario: "s4", figure: "one", title: "one reader, against stored bytes", unit: "ms", bar: { to: "relay", ratio: 3 } },
  { scenario: "s4", figure: "many", title: "30 readers, against stored bytes", unit: "ms", bar: { to: "relay", ratio: 3 } },
  { scenario: "s4", figure: "bytes", title: "bytes sent : collected state", unit: "x", bar: { limit: 1.05 } },
  { scenario: "s4", figure: "manyCpu", title: "server CPU for 30 readers", unit: "ms" },
  { scenario: "s4", figure: "kilobytes", title: "collected state", unit: "kB" },
  { scenario: "s5", figure: "deliveredLost", title: "delivered but lost", unit: "edits", bar: { limit: 0 } },
  { scenario: "s5", figure: "acknowledgedLost", title: "acknowledged but lost", unit: "edits", bar: { limit: 0 } },
  { scenario: "s5", figure: "deliveredLostShare", title: "delivered but lost", unit: "%" },
  { scenario: "s5", figure: "acknowledgedLostShare", title: "acknowledged but lost", unit: "%" },
  { scenario: "s5", figure: "delivered", title: "edits delivered", unit: "edits" },
  { scenario: "s5", figure: "acknowledged", title: "edits acknowledged", unit: "edits" },
  { scenario: "s5", figure: "crashes", title: "document-crashes", unit: "" },
  { scenario: "s6", figure: "all", title: "until all are synced and see all", unit: "ms", bar: { to: "hocuspocus", ratio: 0.6 } },
  { scenario: "s6", figure: "cpu", title: "server CPU for it", unit: "s", bar: { to: "hocuspocus", ratio: 0.6 } },
  { scenario: "s6", figure: "synced", title: "until all are synced", unit: "ms" },
];
