import { AWARD_LEVEL_LABELS, ORGANISATION_KIND_LABELS } from "#server/directory/contract.ts";
import { tidy } from "./cells.ts";
import { achievementKey, metAchievement, type AchievementFact, type Facts, type Surroundings } from "./facts.ts";
import { RegionIndex } from "./regions.ts";
import { RowReader } from "./row-reader.ts";
import type { Checked, FaultyRow, GoodRow, StagedAchievement } from "./staged.ts";
import type { Table } from "./table.ts";

const LEVEL_WORDS: Readonly<Record<string, string>> = {
  特等: "special",
  一等: "first",
  二等: "second",
  "国家级(等级未见)": "unstated",
  未载明: "unstated",
};
const KIND_WORDS: Readonly<Record<string, string>> = {
  教研院: "institute",
  教科所: "institute",
  中小学: "school",
  幼儿园: "school",
  高校: "holderUnit",
};
const STAGE_WORDS: ReadonlyMap<string, string> = new Map([
  ["幼儿园", "preschool"],
  ["学前", "preschool"],
  ["高中", "senior"],
  ["初级中学", "junior"],
  ["特教", "special"],
]);
/** How sure we are of what nobody has told us. */
const UNCHECKED = "由本省导入";
const SURE: ReadonlyMap<string, string> = new Map([["page", "公开页面可查"]]);

/** Checks rows of achievements; found again by number, else by year, title and holder. */
export async function checkAchievements(table: Table, facts: Facts, around: Surroundings): Promise<Checked<StagedAchievement>> {
  const known = await facts.achievements();
  const byId = new Map(known.map((fact) => [fact.id, fact]));
  const byKey = new Map(known.map((fact) => [achievementKey(fact), fact]));
  const regions = new RegionIndex(around.regions);
  const names = { stages: namesOf(around.stages), subjects: namesOf(around.subjects) };
  const seen = new Map<string, number>();
  const good: GoodRow<StagedAchievement>[] = [];
  const faulty: FaultyRow[] = [];
  for (const row of table.rows) {
    const reader = new RowReader("achievements", row);
    const value = readValue(reader, regions, names);
    const about = (value.newId === null ? undefined : byId.get(value.newId)) ?? byKey.get(achievementKey(value));
    const other = about !== undefined && value.newId !== null && about.id !== value.newId;
    for (const key of [`id:${about?.id ?? value.newId ?? achievementKey(value)}`, `key:${achievementKey(value)}`]) {
      const first = seen.get(key);
      if (first !== undefined && first !== row.number)
        reader.fault(key.startsWith("id:") && value.newId !== null ? "id" : "title", "duplicateRow", { row: first });
      else seen.set(key, row.number);
    }
    if (reader.faults.length > 0) {
      faulty.push({ row: row.number, faults: reader.faults.slice(0, 20), original: row.original });
      continue;
    }
    const merged = about && !other ? keepWhatIsEmpty(value, about) : value;
    const state = !about || other ? "new" : differs(about, merged) ? "changed" : "unchanged";
    good.push({
      row: row.number,
      state,
      shown: shownOf(merged, regions, around),
      value: merged,
      met: metAchievement(other ? undefined : about),
    });
  }
  return { good, faulty, notices: [] };
}

interface Names {
  readonly stages: Readonly<Record<string, string>>;
  readonly subjects: Readonly<Record<string, string>>;
}

function readValue(reader: RowReader, regions: RegionIndex, { stages, subjects }: Names): StagedAchievement {
  const id = reader.text("id", 60);
  const sure = reader.text("confidence", 500);
  return {
    id: null,
    newId: id === "" ? null : id,
    year: readYear(reader),
    level: reader.choice("level", AWARD_LEVEL_LABELS, { required: true, more: LEVEL_WORDS }),
    title: reader.text("title", 200, true),
    holder: reader.text("holder", 100),
    holderKind: reader.choice("holderKind", ORGANISATION_KIND_LABELS, { more: KIND_WORDS }),
    province: regions.read(reader, "province", "province"),
    prefecture: reader.text("prefecture", 40),
    stage: readNamed(reader, "stage", stages, STAGE_WORDS),
    subject: readNamed(reader, "subject", subjects, new Map()),
    confidence: SURE.get(sure) ?? (sure === "" ? UNCHECKED : sure),
    source: reader.text("source", 1000),
  };
}

function readYear(reader: RowReader): number | null {
  const text = reader.text("year", 20).replace(/[年届]$/, "");
  if (text === "") return null;
  const year = Number(text);
  if (/^\d{4}$/.test(text) && year >= 1990 && year <= 2100) return year;
  reader.fault("year", "badYear", { value: text });
  return null;
}

function readNamed(
  reader: RowReader,
  column: "stage" | "subject",
  names: Readonly<Record<string, string>>,
  more: ReadonlyMap<string, string>,
): string {
  const text = reader.text(column, 60, true);
  if (text === "") return "";
  const found =
    Object.entries(names).find(([code, name]) => code === text || name === text || name.replace(/（.*）$/, "") === text)?.[0] ??
    more.get(text);
  if (found !== undefined) return found;
  if (column === "stage") reader.fault(column, "unknownStage", { value: text, choices: Object.values(names).join("、") });
  else reader.fault(column, "unknownSubject", { value: text });
  return "";
}

/** An empty cell changes nothing; how sure we are was weighed by hand and stays. */
function keepWhatIsEmpty(value: StagedAchievement, about: AchievementFact): StagedAchievement {
  return {
    ...value,
    id: about.id,
    year: value.year ?? about.year,
    holder: value.holder === "" ? about.holder : value.holder,
    holderKind: value.holderKind === "" ? about.holderKind : value.holderKind,
    province: value.province ?? about.province,
    prefecture: value.prefecture === "" ? about.prefecture : value.prefecture,
    source: value.source === "" ? about.source : value.source,
  };
}

function differs(about: AchievementFact, value: StagedAchievement): boolean {
  const texts = ["title", "holder", "prefecture", "source"] as const;
  const codes = ["year", "level", "holderKind", "province", "stage", "subject"] as const;
  return texts.some((key) => tidy(about[key]) !== value[key]) || codes.some((key) => about[key] !== value[key]);
}

function shownOf(value: StagedAchievement, regions: RegionIndex, around: Surroundings): string[] {
  const levels: Readonly<Record<string, string>> = AWARD_LEVEL_LABELS;
  const kinds: Readonly<Record<string, string>> = ORGANISATION_KIND_LABELS;
  const nameOf = (list: readonly { code: string; name: string }[], code: string) => list.find((one) => one.code === code)?.name ?? code;
  return [
    value.id ?? value.newId ?? "",
    String(value.year ?? ""),
    levels[value.level] ?? value.level,
    value.title,
    value.holder,
    kinds[value.holderKind] ?? value.holderKind,
    value.province === null ? "" : (regions.get(value.province)?.name ?? value.province),
    value.prefecture,
    nameOf(around.stages, value.stage),
    nameOf(around.subjects, value.subject),
    value.confidence,
    value.source,
  ];
}

function namesOf(list: readonly { code: string; name: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ code, name }) => [code, name]));
}
