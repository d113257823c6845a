/** What the bench asks one run for, and what a run answers. Travels between processes as JSON. */
import type { ContestantName } from "./wire.ts";

export const SCENARIOS = ["s1", "s1max", "s2", "s3", "s4", "s5", "s6"] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** Sizes of a run. `--quick` makes everything small: it shows that the bench works and its figures mean nothing. */
export interface Sizes {
  /** S1: clients. */
  readonly clients: number;
  readonly seconds: number;
  readonly documents: number;
  /** S4: operations of the trace. */
  readonly operations: number;
  /** S4: readers at once, besides the single one. */
  readonly readers: number;
  /** S5: kills. */
  readonly kills: number;
}

export interface Job {
  readonly scenario: ScenarioName;
  /** "500" for S1 with 500 clients, "" where a scenario has one form. */
  readonly variant: string;
  readonly contestant: ContestantName;
  readonly sizes: Sizes;
  /** Prepared data, copied by the run; never written. */
  readonly baseDir: string;
  readonly documentIds: readonly string[];
  /** S4: two documents that hold the trace. */
  readonly bigIds: readonly string[];
  readonly profileDir: string | null;
}

export interface RunResult {
  readonly figures: Readonly<Record<string, number>>;
  /** Why the figures do not count; empty when they do. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

export interface PrepareJob {
  readonly prepare: true;
  readonly contestant: ContestantName;
  readonly baseDir: string;
  readonly documents: number;
  /** 0 when S4 is not asked for. */
  readonly operations: number;
}

export interface Prepared {
  readonly documentIds: readonly string[];
  readonly bigIds: readonly string[];
}

export type ChildAnswer = { readonly result: RunResult } | { readonly prepared: Prepared } | { readonly error: string };
