import { sql, type Insertable } from "kysely";
import { readFileSync } from "node:fs";
import { parseCsv } from "./csv.ts";
import type { Db, Trx } from "./client.ts";
import planTemplates from "./data/plan-templates.json" with { type: "json" };
import type { AchievementId, AchievementTable, AwardLevel, RegionTable, RegionTier } from "./schema.ts";

/** A plan template as shipped: level-one titles, each with its level-two titles, numbering included. */
export interface TemplateData {
  readonly key: string;
  readonly zh: string;
  readonly sections: readonly (readonly [string, readonly string[]])[];
}

const TIERS: readonly RegionTier[] = ["province", "prefecture", "county"];
const LEVELS: readonly AwardLevel[] = ["special", "first", "second", "unstated"];

/**
 * Writes the shipped reference data (regions and their flags, subjects, stages, achievements) over what is there: safe at every start. Rows
 * a release no longer ships stay, because others may point at them; what this installation imported or corrected (shipped = 0) stays too.
 */
export async function loadReference(db: Db): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await loadRegions(trx);
    await loadRegionFlags(trx);
    await refreshRegionFlags(trx);
    await loadSubjectsAndStages(trx);
    await loadAchievements(trx);
  });
}

/** The shipped templates, in their order. @throws Error where a shipped file does not have the expected shape */
export function readTemplates(): TemplateData[] {
  return planTemplates.map((template) => ({
    key: template.key,
    zh: template.zh,
    sections: template.sections.map((section) => {
      const [title, parts] = section;
      if (typeof title !== "string" || !Array.isArray(parts)) throw new Error(`Template ${template.key} has a malformed section`);
      return [title, parts] as const;
    }),
  }));
}

async function loadRegions(trx: Trx): Promise<void> {
  // File order is province, prefecture, county, so a parent is always there first.
  const rows: RegionTable[] = readCsv("regions.csv").map((row) => ({
    code: cell(row, "code"),
    name: cell(row, "name"),
    tier: oneOf(TIERS, cell(row, "tier")),
    parent_code: orNull(cell(row, "parent_code")),
    kind: cell(row, "kind"),
    band_nbs4: orNull(cell(row, "band_nbs4")),
    band_three: orNull(cell(row, "band_three")),
    // Derived from region_flag afterwards.
    flags: "",
  }));
  await trx
    .insertInto("region")
    .values(rows)
    .onConflict((oc) =>
      oc.column("code").doUpdateSet((eb) => ({
        name: eb.ref("excluded.name"),
        tier: eb.ref("excluded.tier"),
        parent_code: eb.ref("excluded.parent_code"),
        kind: eb.ref("excluded.kind"),
        band_nbs4: eb.ref("excluded.band_nbs4"),
        band_three: eb.ref("excluded.band_three"),
      })),
    )
    .execute();
}

/** Flags of counties this installation has; where it imported one of its own, that one stands. */
async function loadRegionFlags(trx: Trx): Promise<void> {
  const known = new Set((await trx.selectFrom("region").select("code").execute()).map(({ code }) => code));
  const rows = readCsv("regions-weak.csv")
    .filter((row) => known.has(cell(row, "county_code")))
    .map((row) => ({
      region_code: cell(row, "county_code"),
      flag: cell(row, "flag"),
      valid_from: cell(row, "valid_from"),
      valid_to: orNull(cell(row, "valid_to")),
      source: cell(row, "source"),
      shipped: 1 as const,
    }));
  await trx
    .insertInto("region_flag")
    .values(rows)
    .onConflict((oc) =>
      oc
        .columns(["region_code", "flag"])
        .doUpdateSet((eb) => ({
          valid_from: eb.ref("excluded.valid_from"),
          valid_to: eb.ref("excluded.valid_to"),
          source: eb.ref("excluded.source"),
        }))
        .where("region_flag.shipped", "=", 1),
    )
    .execute();
}

/** Derives region.flags from region_flag, for these regions or for all; call it in the transaction that changed the flags. */
export async function refreshRegionFlags(trx: Trx, codes?: readonly string[]): Promise<void> {
  const derived = sql<string>`coalesce((select group_concat(f.flag, ',' order by f.flag) from region_flag f where f.region_code = region.code), '')`;
  await trx
    .updateTable("region")
    .set({ flags: derived })
    .where("flags", "!=", derived)
    // One bound value however many there are.
    .$if(codes !== undefined, (query) => query.where(sql<boolean>`code in (select value from json_each(${JSON.stringify(codes)}))`))
    .execute();
}

async function loadSubjectsAndStages(trx: Trx): Promise<void> {
  const subjects = readCsv("subjects.csv").map((row) => ({
    code: cell(row, "code"),
    name: cell(row, "name"),
    stages: cell(row, "stages"),
  }));
  await trx
    .insertInto("subject")
    .values(subjects)
    .onConflict((oc) => oc.column("code").doUpdateSet((eb) => ({ name: eb.ref("excluded.name"), stages: eb.ref("excluded.stages") })))
    .execute();
  const stages = readCsv("stages.csv").map((row) => ({ code: cell(row, "code"), name: cell(row, "name"), grades: cell(row, "grades") }));
  await trx
    .insertInto("stage")
    .values(stages)
    .onConflict((oc) => oc.column("code").doUpdateSet((eb) => ({ name: eb.ref("excluded.name"), grades: eb.ref("excluded.grades") })))
    .execute();
}

async function loadAchievements(trx: Trx): Promise<void> {
  const rows: Insertable<AchievementTable>[] = readCsv("awards.csv").map((row) => ({
    // The shipped file is where these ids are made.
    id: cell(row, "id") as AchievementId,
    year: cell(row, "year") === "" ? null : Number(cell(row, "year")),
    level: oneOf(LEVELS, cell(row, "level")),
    title: cell(row, "title"),
    holder_unit: cell(row, "holder_unit"),
    holder_kind: cell(row, "holder_kind"),
    province_code: orNull(cell(row, "province_code")),
    prefecture: cell(row, "prefecture"),
    stage: cell(row, "stage"),
    subject: cell(row, "subject"),
    confidence: cell(row, "confidence"),
    source: cell(row, "source"),
  }));
  await trx
    .insertInto("achievement")
    .values(rows)
    .onConflict((oc) =>
      oc
        .column("id")
        .doUpdateSet((eb) => ({
          year: eb.ref("excluded.year"),
          level: eb.ref("excluded.level"),
          title: eb.ref("excluded.title"),
          holder_unit: eb.ref("excluded.holder_unit"),
          holder_kind: eb.ref("excluded.holder_kind"),
          province_code: eb.ref("excluded.province_code"),
          prefecture: eb.ref("excluded.prefecture"),
          stage: eb.ref("excluded.stage"),
          subject: eb.ref("excluded.subject"),
          confidence: eb.ref("excluded.confidence"),
          source: eb.ref("excluded.source"),
        }))
        // A row this installation corrected is its own from then on.
        .where("achievement.shipped", "=", 1),
    )
    .execute();
}

function readCsv(name: string): Record<string, string>[] {
  return parseCsv(readFileSync(new URL(`./data/${name}`, import.meta.url), "utf8"));
}

function cell(row: Record<string, string>, name: string): string {
  const value = row[name];
  if (value === undefined) throw new Error(`Shipped data has no column ${name}`);
  return value;
}

function orNull(value: string): string | null {
  return value === "" ? null : value;
}

function oneOf<T extends string>(allowed: readonly T[], value: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`Shipped data has an unknown value: ${value}`);
  return found;
}
