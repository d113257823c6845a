import type { AwardLevel } from "#db/schema.ts";

interface Option {
  readonly code: string;
  readonly name: string;
}

export interface FilterOptions {
  readonly years: readonly number[];
  readonly levels: readonly AwardLevel[];
  readonly stages: readonly Option[];
  readonly subjects: readonly Option[];
}

interface Row {
  readonly year: number | null;
  readonly level: AwardLevel;
  readonly stage: string;
  readonly subject: string;
}

/** Only what some achievement has can be chosen: a filter never leads to nothing by itself. */
export function filterOptions(rows: readonly Row[], stages: readonly Option[], subjects: readonly Option[]): FilterOptions {
  const has = (pick: (row: Row) => string) => new Set(rows.map(pick));
  const [stageCodes, subjectCodes, levels] = [has((row) => row.stage), has((row) => row.subject), has((row) => row.level)];
  const years = [...new Set(rows.flatMap(({ year }) => (year === null ? [] : [year])))].sort((a, b) => b - a);
  return {
    years,
    levels: (["special", "first", "second", "unstated"] as const).filter((level) => levels.has(level)),
    stages: stages.filter(({ code }) => stageCodes.has(code)).map(({ code, name }) => ({ code, name })),
    subjects: subjects.filter(({ code }) => subjectCodes.has(code)).map(({ code, name }) => ({ code, name })),
  };
}
