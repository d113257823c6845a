/** Directories as files that import again without a change, and the empty templates. */
import { listFlags, pageAchievements, pagePeople, findRolesOf } from "#db/import-facts.ts";
import { listRegions, listStages, listSubjects } from "#db/directory.ts";
import type { ImportKind } from "#db/schema-office.ts";
import { openPhone } from "#server/accounts/commands.ts";
import { AWARD_LEVEL_LABELS, ORGANISATION_KIND_LABELS, REGION_FLAG_LABELS } from "#server/directory/contract.ts";
import type { Context } from "#server/core/context.ts";
import { writeCsv } from "#server/core/csv.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import { reachOf, type OfficeReach } from "#server/permissions/office-reach.ts";
import { dayOf, maskPhone } from "./cells.ts";
import { DESIGNATION_NAMES, IMPORT_COLUMNS, IMPORT_KIND_LABELS } from "./contract.ts";
import { deskOf } from "./desk.ts";
import { UnitIndex, type UnitFact } from "./facts.ts";
import { breathe } from "./breathe.ts";
import { allUnits } from "./lookups.ts";
import { FACTS_PAGE } from "./messages.ts";
import { roleLabel } from "./role-rules.ts";
import { secretsOf } from "./sealing.ts";

export type FileFormat = "csv" | "xlsx";
type Rows = string[][];
type Labels = Readonly<Record<string, string>>;

/** Rows of a kind within the grant's reach, with the headings of the template. Phone numbers only where asked for, and masked. */
export async function collectRows(
  ctx: Context,
  grant: OfficeGrant,
  kind: ImportKind,
  options: { readonly phones: boolean },
): Promise<Rows> {
  const reach = await reachOf(ctx.db, grant);
  return COLLECT[kind](ctx, reach, options.phones);
}

const COLLECT: Record<ImportKind, (ctx: Context, reach: OfficeReach, phones: boolean) => Promise<Rows>> = {
  organisations: unitRows,
  people: peopleRows,
  achievements: achievementRows,
  weakRegions: flagRows,
};

async function unitRows(ctx: Context, reach: OfficeReach): Promise<Rows> {
  const units = await allUnits(ctx, reach);
  const index = new UnitIndex(units);
  const labels: Labels = ORGANISATION_KIND_LABELS;
  return units
    .filter(({ within, ended }) => within && !ended)
    .map((unit) => {
      const parent = unit.parent === null ? undefined : index.get(unit.parent);
      return [unit.code ?? "", unit.name, labels[unit.kind] ?? "", parent ? nameOf(parent, index) : "", unit.region ?? ""];
    });
}

/** The name, or the code where several units have the name. */
function nameOf(unit: UnitFact, units: UnitIndex): string {
  const found = units.resolve(unit.name);
  return "id" in found && found.id === unit.id ? unit.name : (unit.code ?? unit.name);
}

async function peopleRows(ctx: Context, reach: OfficeReach, phones: boolean): Promise<Rows> {
  const units = new UnitIndex(await allUnits(ctx, reach));
  const now = ctx.clock.now();
  const designations: Labels = DESIGNATION_NAMES;
  const rows: Rows = [];
  let after = "";
  for (;;) {
    const page = await pagePeople(ctx.db, after, FACTS_PAGE);
    const roles = await findRolesOf(
      ctx.db,
      page.map(({ id }) => id),
      now,
    );
    for (const person of page) {
      const unit = person.unitId === null ? undefined : units.get(person.unitId);
      if (!unit?.within || person.leftAt !== null || person.duty !== null) continue;
      const phone = phones && person.phoneSealed !== null ? maskPhone(openPhone(secretsOf(ctx), person.phoneSealed)) : "";
      const facts = [person.login, person.name, nameOf(unit, units), phone];
      const own = roles.filter(
        ({ personId, role, unitId }) => personId === person.id && roleLabel(role) !== undefined && unitId === unit.id,
      );
      if (own.length === 0) rows.push([...facts, "", "", "", "", "", ""]);
      for (const { role, scopeKind, scopeId, title, designation, from, to } of own) {
        const scope = scopeKind === "school" ? "" : scopeId;
        rows.push([
          ...facts,
          roleLabel(role) ?? "",
          scope,
          title,
          designations[designation] ?? "",
          dayOf(from),
          to === null ? "" : dayOf(to - 1),
        ]);
      }
    }
    if (page.length < FACTS_PAGE) return rows;
    after = page.at(-1)?.loginKey ?? "";
    await breathe();
  }
}

async function achievementRows(ctx: Context): Promise<Rows> {
  const [regions, stages, subjects] = await Promise.all([
    listRegions(ctx.db, { tier: "province" }),
    listStages(ctx.db),
    listSubjects(ctx.db),
  ]);
  const [provinceOf, stageOf, subjectOf] = [regions, stages, subjects].map((list) => new Map(list.map(({ code, name }) => [code, name])));
  const levels: Labels = AWARD_LEVEL_LABELS;
  const kinds: Labels = ORGANISATION_KIND_LABELS;
  const rows: Rows = [];
  let after = "";
  for (;;) {
    const page = await pageAchievements(ctx.db, after, FACTS_PAGE);
    for (const one of page) {
      rows.push([
        one.id,
        String(one.year ?? ""),
        levels[one.level] ?? "",
        one.title,
        one.holder,
        kinds[one.holderKind] ?? one.holderKind,
        one.province === null ? "" : (provinceOf?.get(one.province) ?? one.province),
        one.prefecture,
        stageOf?.get(one.stage) ?? one.stage,
        subjectOf?.get(one.subject) ?? one.subject,
        one.confidence,
        one.source,
      ]);
    }
    if (page.length < FACTS_PAGE) return rows;
    after = page.at(-1)?.id ?? "";
    await breathe();
  }
}

async function flagRows(ctx: Context): Promise<Rows> {
  const flags = await listFlags(ctx.db);
  return flags.map(({ code, name, flag, from, to, source }) => [code, name, REGION_FLAG_LABELS[flag] ?? flag, from, to ?? "", source]);
}

/** The rows as a file; workbooks are made in a thread. @throws DomainError tooManyRequests */
export async function writeFile(
  ctx: Context,
  kind: ImportKind,
  format: FileFormat,
  rows: Rows,
  explains = false,
): Promise<{ type: string; body: Uint8Array<ArrayBuffer> | string }> {
  const columns = IMPORT_COLUMNS[kind];
  if (format === "csv") return { type: "text/csv; charset=utf-8", body: writeCsv([columns.map(({ label }) => label), ...rows]) };
  const body = await deskOf(ctx).threads.write({
    sheet: IMPORT_KIND_LABELS[kind],
    headings: columns.map(({ label, choices }) => ({ text: label, choices: choices ?? [], width: Math.max(14, label.length * 3) })),
    rows,
    explanation: explains
      ? [["列", "必填", "怎样填写"], ...columns.map(({ label, required, hint }) => [label, required ? "是" : "否", hint])]
      : [],
  });
  return { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body: new Uint8Array(body) };
}

/** The template of a kind: headings, one example row, in a workbook also the lists and a sheet that explains. */
export function writeTemplate(ctx: Context, kind: ImportKind, format: FileFormat) {
  return writeFile(ctx, kind, format, [IMPORT_COLUMNS[kind].map(({ example }) => example)], true);
}

export function exportName(kind: ImportKind, format: FileFormat): string {
  return `${IMPORT_KIND_LABELS[kind]}名录.${format}`;
}

export function templateName(kind: ImportKind, format: FileFormat): string {
  return `导入模板-${IMPORT_KIND_LABELS[kind]}.${format}`;
}
