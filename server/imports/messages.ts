/** What the server and the thread that reads a file say to each other. */
import type { ImportKind } from "#db/schema-office.ts";
import type { Notice, RowCounts } from "./contract.ts";
import type { AchievementFact, FlagFact, PeopleFacts, Surroundings, UnitFact } from "./facts.ts";

export interface CheckJob {
  readonly do: "check";
  readonly kind: ImportKind;
  readonly bytes: Uint8Array;
  readonly maxRows: number;
  readonly around: Surroundings;
}

/** Makes a workbook: headings, lists to choose from, rows, and a sheet that explains. */
export interface WriteJob {
  readonly do: "write";
  readonly sheet: string;
  readonly headings: readonly { readonly text: string; readonly choices: readonly string[]; readonly width: number }[];
  readonly rows: readonly (readonly string[])[];
  readonly explanation: readonly (readonly string[])[];
}
export type Job = CheckJob | WriteJob;

export interface Questions {
  /** One page; `after` is the last id of the page before, "" for the first. */
  units: { ask: { after: string }; answer: UnitFact[] };
  achievements: { ask: { after: string }; answer: AchievementFact[] };
  flags: { ask: Record<string, never>; answer: FlagFact[] };
  people: { ask: { logins: readonly string[]; phones: readonly string[] }; answer: PeopleFacts };
}
export type Question = keyof Questions;

/** Rows travel as JSON already: the server only seals them, and says of each chunk when it wants the next. */
export type FromThread =
  | { readonly say: "ask"; readonly id: number; readonly question: Question; readonly about: Questions[Question]["ask"] }
  | { readonly say: "chunk"; readonly id: number; readonly part: "rows" | "faults"; readonly number: number; readonly json: string }
  | { readonly say: "progress"; readonly percent: number }
  | { readonly say: "checked"; readonly result: CheckResult }
  | { readonly say: "written"; readonly bytes: Uint8Array }
  | { readonly say: "refused"; readonly message: string };

export interface CheckResult {
  readonly hash: string;
  readonly counts: RowCounts;
  readonly encoding: string;
  readonly notices: readonly Notice[];
  readonly headings: readonly string[];
  readonly faultColumns: Readonly<Record<string, number>>;
}

export type ToThread = { readonly id: number; readonly answer: unknown };

/** Rows of one chunk: small enough that sealing one is not felt by anybody. */
export const CHUNK_ROWS = 250;
/** Rows of one page of facts. */
export const FACTS_PAGE = 500;
/** People of one page: with their roles, offices and numbers each takes longer to look up. */
export const PEOPLE_PAGE = 60;
