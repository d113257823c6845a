import { saveUnits } from "#db/import-writes.ts";
import type { OrganisationId, OrganisationKind } from "#db/schema.ts";
import type { ImportBatchId } from "#db/schema-office.ts";
import type { AuditEvent } from "#server/audit/contract.ts";
import { recordAudits } from "#server/audit/record.ts";
import type { TrxContext } from "#server/core/context.ts";
import { liesIn } from "#server/core/region-code.ts";
import type { OfficeReach } from "#server/permissions/office-reach.ts";
import { metUnit, UnitIndex, type UnitFact } from "./facts.ts";
import { breathe } from "./breathe.ts";
import { allUnits } from "./lookups.ts";
import { reachesTop } from "./place-rules.ts";
import type { GoodRow, StagedOrganisation } from "./staged.ts";
import type { Written } from "./write.ts";

/** Rows of one piece of work with their entries in the log: a few ms. */
const AT_ONCE = 50;

/**
 * Parents before children; null where a unit the rows met has changed. Each unit has an entry of its own in the log, as by hand: its place
 * says who administers it.
 */
export async function writeOrganisations(
  trx: TrxContext,
  rows: readonly GoodRow<StagedOrganisation>[],
  { reach, batchId }: { readonly reach: OfficeReach; readonly batchId: ImportBatchId },
): Promise<Written | null> {
  const all = await allUnits(trx, reach);
  const units = new UnitIndex(all);
  const ids = new Map(rows.map(({ row, value }) => [row, (value.id ?? trx.ids.next()) as OrganisationId])); // New ids are made here.
  for (const { value, met } of rows) {
    const parent = value.parent !== null && "id" in value.parent ? units.get(value.parent.id) : undefined;
    if (metUnit(units.about(value), parent) !== met) return null;
    // A place without a unit above it is met nowhere: the right over it may be gone since the check.
    if (isNewTop(value, units) && !reachesTop(reach, value.region)) return null;
  }
  if (closesCircle(rows, ids, units) || leavesChildren(rows, units, all)) return null;
  const ordered = parentsFirst(rows);
  for (let from = 0; from < ordered.length; from += AT_ONCE) {
    const piece = ordered.slice(from, from + AT_ONCE);
    await saveUnits(
      trx.db,
      piece.map(({ row, value }) => ({
        id: ids.get(row) ?? (value.id as OrganisationId),
        name: value.name,
        // The checks let only kinds of the schema through.
        kind: value.kind as OrganisationKind,
        region_code: value.region,
        parent_id: parentOf(value, ids),
        code: value.code,
        ended_at: null,
        is_demo: 0,
      })),
    );
    await recordAudits(
      trx,
      piece.map((one) => eventOf(one, ids, { units, batchId })),
    );
    await breathe();
  }
  const created = rows.filter(({ state }) => state === "new").length;
  return { created, changed: rows.length - created, roles: 0, passwords: 0 };
}

function eventOf(
  { row, value }: GoodRow<StagedOrganisation>,
  ids: ReadonlyMap<number, OrganisationId>,
  { units, batchId }: { readonly units: UnitIndex; readonly batchId: ImportBatchId },
): AuditEvent {
  const { id, name, kind, code, region: regionCode } = value;
  const object = { kind: "organisation", id: ids.get(row) ?? "" };
  const place = { regionCode, parentId: parentOf(value, ids), code, batchId };
  if (id === null) return { type: "organisation.created", object, detail: { name, kind, ...place } };
  return { type: "organisation.changed", object, detail: { from: units.get(id)?.name ?? "", name, ...place } };
}

/** True for a unit that comes to the top, or to another region there. */
function isNewTop({ id, parent, region }: StagedOrganisation, units: UnitIndex): boolean {
  const before = units.get(id ?? "");
  return parent === null && (before === undefined || before.parent !== null || before.region !== region);
}

/** A unit may have come below one of these since the check, in a region that this one leaves. */
function leavesChildren(rows: readonly GoodRow<StagedOrganisation>[], units: UnitIndex, all: readonly UnitFact[]): boolean {
  const inFile = new Map(rows.map(({ value }) => [value.id, value]));
  return all.some(({ id, parent, region, ended }) => {
    const above = parent === null ? undefined : inFile.get(parent);
    if (!above || ended || region === null || above.region === null || inFile.has(id)) return false;
    return units.get(above.id ?? "")?.region !== above.region && !liesIn(region, above.region);
  });
}

/** A unit further up may have moved below one of these since the check. */
function closesCircle(rows: readonly GoodRow<StagedOrganisation>[], ids: ReadonlyMap<number, OrganisationId>, units: UnitIndex): boolean {
  const moved = new Map<string, string | null>(rows.map(({ row, value }) => [ids.get(row) ?? "", parentOf(value, ids)]));
  const above = (id: string) => (moved.has(id) ? moved.get(id) : units.get(id)?.parent) ?? null;
  return [...moved.keys()].some((start) => {
    const seen = new Set([start]);
    for (let id = above(start); id !== null; id = above(id)) {
      if (seen.has(id)) return true;
      seen.add(id);
    }
    return false;
  });
}

function parentOf({ parent }: StagedOrganisation, ids: ReadonlyMap<number, OrganisationId>): OrganisationId | null {
  if (parent === null) return null;
  // Ids in staged rows came from the database.
  return "id" in parent ? (parent.id as OrganisationId) : (ids.get(parent.row) ?? null);
}

/** A unit's foreign key looks at its parent at once: rows whose parent is a row of the file come after it. */
function parentsFirst(rows: readonly GoodRow<StagedOrganisation>[]): GoodRow<StagedOrganisation>[] {
  const byRow = new Map(rows.map((one) => [one.row, one]));
  const depth = new Map<number, number>();
  const depthOf = (row: number): number => {
    const known = depth.get(row);
    if (known !== undefined) return known;
    const parent = byRow.get(row)?.value.parent;
    // The checks refused cycles.
    const own = parent && "row" in parent ? depthOf(parent.row) + 1 : 0;
    depth.set(row, own);
    return own;
  };
  return rows.toSorted((a, b) => depthOf(a.row) - depthOf(b.row));
}
