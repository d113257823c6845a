/** What a checked file becomes: rows that wait, sealed, for somebody to confirm them. */
import type { Designation } from "#db/schema-access.ts";
import type { Fault, Notice, RowCounts, RowState } from "./contract.ts";
import type { AchievementFields } from "./facts.ts";

export interface StagedOrganisation {
  /** Null: a new unit. */
  readonly id: string | null;
  readonly code: string | null;
  readonly name: string;
  readonly kind: string;
  readonly region: string | null;
  /** A unit that exists, or the row of this file that makes it. */
  readonly parent: { readonly id: string } | { readonly row: number } | null;
}

export interface StagedRole {
  /** Null: a new role. */
  readonly id: string | null;
  readonly role: string;
  readonly scopeKind: "region" | "achievement" | "school";
  readonly scopeId: string;
  readonly title: string;
  readonly designation: Designation;
  /** YYYY-MM-DD; null: from the day of the import. */
  readonly from: string | null;
  /** Last day; null: open. */
  readonly to: string | null;
}

export interface StagedPerson {
  readonly id: string | null;
  readonly login: string;
  readonly name: string;
  readonly unitId: string;
  /** Normalised; null: stays as it is. */
  readonly phone: string | null;
  /** False on the second row of somebody: only the role is written. */
  readonly writesPerson: boolean;
  readonly role: StagedRole | null;
  readonly writesRole: boolean;
}

export interface StagedAchievement extends AchievementFields {
  readonly id: string | null;
  /** Id asked for by the file, for a new one. */
  readonly newId: string | null;
  readonly confidence: string;
}

export interface StagedFlag {
  readonly code: string;
  readonly flag: string;
  readonly from: string;
  readonly to: string | null;
  readonly source: string;
  /** A county the directory does not have yet. */
  readonly county: { readonly name: string; readonly parent: string } | null;
}

export interface StagedValues {
  organisations: StagedOrganisation;
  people: StagedPerson;
  achievements: StagedAchievement;
  weakRegions: StagedFlag;
}
export type StagedValue = StagedValues[keyof StagedValues];

/** A row that can be written. `shown` has one text a column of the kind; numbers of phones are masked. */
export interface GoodRow<V = StagedValue> {
  readonly row: number;
  readonly state: Exclude<RowState, "faulty">;
  readonly shown: readonly string[];
  readonly value: V;
  /** What the row met when it was checked, as a digest; a different one at the time of writing means: preview again. */
  readonly met: string;
}

export interface FaultyRow {
  readonly row: number;
  readonly faults: readonly Fault[];
  readonly original: readonly string[];
}

export interface Checked<V = StagedValue> {
  readonly good: readonly GoodRow<V>[];
  readonly faulty: readonly FaultyRow[];
  readonly notices: readonly Notice[];
}

export function countRows({ good, faulty }: Pick<Checked, "good" | "faulty">): RowCounts {
  const counts = { new: 0, changed: 0, unchanged: 0, faulty: faulty.length };
  for (const { state } of good) counts[state] += 1;
  return counts;
}
