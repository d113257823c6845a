import { listFlags, pageAchievements } from "#db/import-facts.ts";
import { addCounties, saveAchievements, saveFlags } from "#db/import-writes.ts";
import type { AchievementId, AwardLevel } from "#db/schema.ts";
import type { TrxContext } from "#server/core/context.ts";
import { achievementKey, metAchievement, metFlag, type AchievementFact } from "./facts.ts";
import { breathe } from "./breathe.ts";
import { FACTS_PAGE } from "./messages.ts";
import type { GoodRow, StagedAchievement, StagedFlag } from "./staged.ts";
import type { Written } from "./write.ts";

const AT_ONCE = 200;

/** Null where an achievement the rows met has changed. */
export async function writeAchievements(trx: TrxContext, rows: readonly GoodRow<StagedAchievement>[]): Promise<Written | null> {
  const known = await allAchievements(trx);
  const byId = new Map(known.map((fact) => [fact.id, fact]));
  const byKey = new Map(known.map((fact) => [achievementKey(fact), fact]));
  for (const { value, met, state } of rows) {
    const about =
      byId.get(value.id ?? value.newId ?? "") ?? (state === "new" && value.newId !== null ? undefined : byKey.get(achievementKey(value)));
    if (metAchievement(about) !== met) return null;
  }
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await saveAchievements(
      trx.db,
      rows.slice(from, from + AT_ONCE).map(({ value }) => ({
        // Given by the file, or made here.
        id: (value.id ?? value.newId ?? `i-${trx.ids.next()}`) as AchievementId,
        year: value.year,
        // The checks let only levels of the schema through.
        level: value.level as AwardLevel,
        title: value.title,
        holder_unit: value.holder,
        holder_kind: value.holderKind,
        province_code: value.province,
        prefecture: value.prefecture,
        stage: value.stage,
        subject: value.subject,
        confidence: value.confidence,
        source: value.source,
        shipped: 0,
      })),
    );
    await breathe();
  }
  return countsOf(rows);
}

async function allAchievements(trx: TrxContext): Promise<AchievementFact[]> {
  const all: AchievementFact[] = [];
  for (;;) {
    const page = await pageAchievements(trx.db, all.at(-1)?.id ?? "", FACTS_PAGE);
    all.push(...page);
    if (page.length < FACTS_PAGE) return all;
    await breathe();
  }
}

/** Null where a flag the rows met has changed. */
export async function writeFlags(trx: TrxContext, rows: readonly GoodRow<StagedFlag>[]): Promise<Written | null> {
  const known = new Map((await listFlags(trx.db)).map((fact) => [`${fact.code}|${fact.flag}`, fact]));
  for (const { value, met } of rows) if (metFlag(known.get(`${value.code}|${value.flag}`)) !== met) return null;
  await addCounties(
    trx.db,
    rows.flatMap(({ value }) => (value.county ? [{ code: value.code, ...value.county }] : [])),
  );
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await saveFlags(
      trx.db,
      rows.slice(from, from + AT_ONCE).map(({ value }) => ({
        region_code: value.code,
        flag: value.flag,
        valid_from: value.from,
        valid_to: value.to,
        source: value.source,
        shipped: 0 as const,
      })),
    );
    await breathe();
  }
  return countsOf(rows);
}

function countsOf(rows: readonly GoodRow[]): Written {
  const created = rows.filter(({ state }) => state === "new").length;
  return { created, changed: rows.length - created, roles: 0, passwords: 0 };
}
