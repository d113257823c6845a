import type { Notice } from "./contract.ts";

export interface SheetRow {
  /** As the spreadsheet numbers it, from 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** The first sheet of a file as text, nothing interpreted yet. */
export interface Sheet {
  readonly rows: readonly SheetRow[];
  readonly encoding: string;
  readonly notices: readonly Notice[];
}

/** Stands in place of a formula's error value, with the error behind it; no typed cell can hold it. */
export const FORMULA_ERROR = "\u0000formula:";
