/** Medians, ratios and verdicts of all runs, as a table and as JSON. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { summarise } from "./histogram.ts";
import type { RunResult } from "./job.ts";
import { type Entry, type Figure, FIGURES } from "./plan.ts";
import { CONTESTANTS, type ContestantName } from "./wire.ts";

/** A generator busier than this measures itself. */
const GENERATOR_LIMIT = 90;

export interface RunRecord {
  readonly entry: Entry;
  readonly contestant: ContestantName;
  readonly round: number;
  /** Problems include failures of the run itself. */
  readonly result: RunResult;
  readonly wallSeconds: number;
}

interface Cell {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Runs behind the median. */
  readonly count: number;
}

interface Row {
  readonly scenario: string;
  readonly figure: string;
  readonly title: string;
  readonly unit: string;
  readonly cells: Readonly<Partial<Record<ContestantName, Cell>>>;
  readonly ratio: number | null;
  readonly bar: string;
  readonly verdict: "ok" | "missed" | "no figure" | "";
}

/** Reasons why a run does not count. */
export function invalidity(record: RunRecord): string[] {
  const load = record.result.figures.generator ?? 0;
  const busy = record.entry.judgeGenerator && load > GENERATOR_LIMIT ? [`generator at ${load.toFixed(0)} % of its core`] : [];
  return [...record.result.problems, ...busy];
}

export function buildRows(entries: readonly Entry[], records: readonly RunRecord[]): Row[] {
  return entries.flatMap((entry) => {
    const own = records.filter((record) => record.entry === entry && invalidity(record).length === 0);
    const wanted = FIGURES.filter(
      (figure) => figure.scenario === entry.scenario && (figure.variant === undefined || figure.variant === entry.variant),
    );
    const barred = new Set(wanted.filter((figure) => figure.variant !== undefined).map((figure) => figure.figure));
    return wanted
      .filter((figure) => figure.variant !== undefined || !barred.has(figure.figure))
      .map((figure) => buildRow(entry, figure, own));
  });
}

function buildRow(entry: Entry, figure: Figure, records: readonly RunRecord[]): Row {
  const cells: Partial<Record<ContestantName, Cell>> = {};
  for (const contestant of entry.contestants) {
    const values = records
      .filter((record) => record.contestant === contestant)
      .map((record) => record.result.figures[figure.figure] ?? Number.NaN);
    const cell = summarise(values);
    if (cell.count > 0) cells[contestant] = cell;
  }
  const scenario = entry.variant === "" ? entry.scenario : `${entry.scenario}/${entry.variant}`;
  return { scenario, figure: figure.figure, title: figure.title, unit: figure.unit, cells, ...judge(figure, cells) };
}

function judge(figure: Figure, cells: Row["cells"]): Pick<Row, "ratio" | "bar" | "verdict"> {
  const bar = figure.bar;
  if (!bar) return { ratio: null, bar: "", verdict: "" };
  const sign = bar.atLeast ? ">=" : "<=";
  const ours = cells.ours?.median;
  if ("limit" in bar) {
    const text = `${sign} ${bar.limit}`;
    if (ours === undefined) return { ratio: null, bar: text, verdict: "no figure" };
    return { ratio: null, bar: text, verdict: holds(ours, bar.limit, bar.atLeast) ? "ok" : "missed" };
  }
  const text = `${sign} ${bar.ratio} x ${bar.to}`;
  const other = cells[bar.to]?.median;
  if (ours === undefined || other === undefined) return { ratio: null, bar: text, verdict: "no figure" };
  const ratio = ours / other;
  return { ratio, bar: text, verdict: holds(ratio, bar.ratio, bar.atLeast) ? "ok" : "missed" };
}

function holds(value: number, bar: number, atLeast: true | undefined): boolean {
  return atLeast ? value >= bar : value <= bar;
}

export function formatTable(rows: readonly Row[]): string {
  const head = ["scenario", "figure", ...CONTESTANTS, "ratio", "bar", ""];
  const lines = rows.map((row) => [
    row.scenario,
    row.unit === "" ? row.title : `${row.title}, ${row.unit}`,
    ...CONTESTANTS.map((contestant) => formatCell(row.cells[contestant])),
    row.ratio === null ? "" : row.ratio.toFixed(2),
    row.bar,
    row.verdict,
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => (line[column] ?? "").length)));
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Median, and in brackets the smallest and largest of the runs. */
function formatCell(cell: Cell | undefined): string {
  if (!cell) return "-";
  const median = formatNumber(cell.median);
  return cell.count < 2 ? median : `${median} (${formatNumber(cell.min)}-${formatNumber(cell.max)})`;
}

function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) return value.toFixed(0);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** Writes everything a later comparison needs; returns the path. */
export function writeJson(
  folder: string,
  meta: Readonly<Record<string, unknown>>,
  rows: readonly Row[],
  records: readonly RunRecord[],
): string {
  mkdirSync(folder, { recursive: true });
  const stamp = new Date().toISOString().replace(/[:.]/g, "-");
  const path = join(folder, `bench-${stamp}.json`);
  const runs = records.map((record) => ({
    scenario: record.entry.scenario,
    variant: record.entry.variant,
    sizes: record.entry.sizes,
    contestant: record.contestant,
    round: record.round,
    wallSeconds: record.wallSeconds,
    invalid: invalidity(record),
    notes: record.result.notes,
    figures: record.result.figures,
  }));
  writeFileSync(path, `${JSON.stringify({ ...meta, rows, runs }, null, 1)}\n`);
  return path;
}
