import { ORGANISATION_KIND_LABELS } from "#server/directory/contract.ts";
import { liesIn } from "#server/core/region-code.ts";
import { bareCode, nameKey, tidy } from "./cells.ts";
import { metUnit, UnitIndex, type Facts, type Surroundings, type UnitFact } from "./facts.ts";
import { judgePlace, mayBeNowhere, reachesTop } from "./place-rules.ts";
import { RegionIndex } from "./regions.ts";
import { RowReader } from "./row-reader.ts";
import type { Checked, FaultyRow, GoodRow, StagedOrganisation } from "./staged.ts";
import type { Table } from "./table.ts";

const KIND_WORDS: Readonly<Record<string, string>> = {
  省级部门: "department",
  教育厅: "department",
  教研院: "institute",
  教科所: "institute",
  教育行政部门: "bureau",
  中小学: "school",
  幼儿园: "school",
  小学: "school",
  中学: "school",
  工作室: "studio",
};
const NAME_MAX = 100;

interface Draft {
  readonly reader: RowReader;
  readonly code: string | null;
  readonly name: string;
  readonly kind: string;
  region: string | null;
  readonly parentText: string;
  about: UnitFact | undefined;
  parent: UnitFact | Draft | null;
}

/** Checks rows of units: parents may stand anywhere in the file or in the directory. */
export async function checkOrganisations(table: Table, facts: Facts, around: Surroundings): Promise<Checked<StagedOrganisation>> {
  const known = await facts.units();
  const units = new UnitIndex(known);
  const regions = new RegionIndex(around.regions);
  const drafts = table.rows.map((row) => readDraft(new RowReader("organisations", row), regions));
  const inFile = findDuplicates(drafts, units);
  for (const draft of drafts) findParent(draft, inFile, units);
  for (const draft of drafts) inheritRegion(draft);
  for (const draft of drafts) draft.about ??= units.about(draft);
  for (const draft of drafts) judge(draft, around, regions);
  blameCycles(drafts, units);
  blameLeavingChildren(drafts, known);
  for (const draft of drafts) blameNowhere(draft);
  for (const draft of drafts) blameFaultyParent(draft);
  return settle(drafts, table.present);
}

function readDraft(reader: RowReader, regions: RegionIndex): Draft {
  const code = bareCode(reader.text("code", 40)).toUpperCase();
  return {
    reader,
    code: code === "" ? null : code,
    name: reader.text("name", NAME_MAX, true),
    kind: reader.choice("kind", ORGANISATION_KIND_LABELS, { required: true, more: KIND_WORDS }),
    region: regions.read(reader, "region"),
    parentText: reader.text("parent", NAME_MAX),
    about: undefined,
    parent: null,
  };
}

/** Drafts by code and by name; a second one with the same code, or name and region, is a fault. */
function findDuplicates(drafts: readonly Draft[], units: UnitIndex): Map<string, Draft[]> {
  const seen = new Map<string, Draft>();
  const named = new Map<string, Draft[]>();
  for (const draft of drafts) {
    if (draft.name === "") continue;
    const keys = [
      ...(draft.code === null ? [] : [`code:${draft.code}`]),
      `name:${nameKey(draft.name)}|${draft.region ?? ""}|${draft.code === null ? "" : draft.code}`,
    ];
    const first = keys.map((key) => seen.get(key)).find((one) => one !== undefined);
    if (first)
      draft.reader.fault(draft.code !== null && first.code === draft.code ? "code" : "name", "duplicateRow", {
        row: first.reader.row.number,
      });
    for (const key of keys) if (!seen.has(key)) seen.set(key, draft);
    for (const key of [nameKey(draft.name), ...(draft.code === null ? [] : [draft.code])])
      named.set(key, [...(named.get(key) ?? []), draft]);
    const about = units.about(draft);
    if (about === undefined && draft.code === null && draft.region === null && units.named(draft.name).length > 1)
      draft.reader.fault("name", "ambiguousUnit", { value: draft.name, count: units.named(draft.name).length });
    draft.about = about;
  }
  return named;
}

function findParent(draft: Draft, inFile: ReadonlyMap<string, Draft[]>, units: UnitIndex): void {
  const { parentText: text, reader } = draft;
  if (text === "") {
    draft.parent = units.get(draft.about?.parent ?? "") ?? null;
    return;
  }
  const rows = inFile.get(bareCode(text).toUpperCase()) ?? inFile.get(nameKey(text)) ?? [];
  const known = units.resolve(text);
  if ("id" in known) draft.parent = rows.find(({ about }) => about?.id === known.id) ?? known;
  else if (known.count > 1) reader.fault("parent", "ambiguousUnit", { value: text, count: known.count });
  else if (rows.length > 1) reader.fault("parent", "ambiguousUnit", { value: text, count: rows.length });
  else if (rows[0]) draft.parent = rows[0];
  else reader.fault("parent", "unknownUnit", { value: text });
  if (draft.parent === draft || (draft.parent !== null && !isDraft(draft.parent) && draft.parent.id === draft.about?.id)) {
    reader.fault("parent", "parentSelf");
    draft.parent = null;
  }
}

/** A new unit without a region of its own stands where its parent stands; one that is there keeps its region. */
function inheritRegion(draft: Draft): void {
  if (draft.about) {
    draft.region ??= draft.about.region;
    return;
  }
  const seen = new Set<Draft>();
  let above: UnitFact | Draft | null = draft;
  while (above !== null && draft.region === null && isDraft(above) && !seen.has(above)) {
    seen.add(above);
    draft.region = above.region ?? above.about?.region ?? null;
    above = above.parent;
  }
  if (draft.region === null && above !== null && !isDraft(above)) draft.region = above.region;
}

function judge(draft: Draft, around: Surroundings, regions: RegionIndex): void {
  const { about, kind, parent, reader } = draft;
  if (about?.ended === true) reader.fault("name", "closedUnit", { value: about.name });
  if (about && !about.within) reader.fault("name", "unitOutside", { value: about.name });
  if (
    about &&
    draft.code !== null &&
    about.code === draft.code &&
    nameKey(about.name) !== nameKey(draft.name) &&
    about.region !== draft.region
  )
    reader.fault("code", "codeBelongsToOther", { value: about.name });
  // Administrators of some kinds are approved by a second person: a kind that changed by a file would step round that.
  if (about && draft.kind !== "" && about.kind !== draft.kind) reader.fault("kind", "kindDiffers", { kind: labelOf(about.kind) });
  if (kind === "" || !isMoved(draft)) return;
  if (parent === null && !reachesTop(around, draft.region)) reader.fault("parent", "parentMissing");
  if (parent !== null && !isDraft(parent) && !parent.within) reader.fault("parent", "parentOutside", { value: parent.name });
  const above =
    parent === null ? null : { name: parent.name, kind: parent.kind, region: parent.region, ended: !isDraft(parent) && parent.ended };
  judgePlace(reader, kind, regions.get(draft.region ?? "") ?? null, above);
}

/** New, or somewhere else than before. */
function isMoved({ about, parent, region }: Draft): boolean {
  return about === undefined || (about.parent ?? null) !== idOf(parent) || about.region !== region;
}

/** A unit that moves takes what stands below it along, as by hand; a child that the file moves stands where the file says. */
function blameLeavingChildren(drafts: readonly Draft[], units: readonly UnitFact[]): void {
  const inFile = new Set(drafts.flatMap(({ about }) => (about ? [about.id] : [])));
  const below = new Map<string, Pick<Draft, "name" | "region">[]>();
  const add = (parent: string | null | undefined, child: Pick<Draft, "name" | "region">) => {
    if (typeof parent !== "string") return;
    const others = below.get(parent);
    if (others) others.push(child);
    else below.set(parent, [child]);
  };
  for (const unit of units) if (!unit.ended && !inFile.has(unit.id)) add(unit.parent, unit);
  for (const draft of drafts) if (draft.reader.faults.length === 0) add(idOf(draft.parent), draft);
  for (const draft of drafts) {
    const { about, region, reader } = draft;
    if (!about || region === null || !isMoved(draft)) continue;
    const outside = below.get(about.id)?.find((child) => child.region !== null && !liesIn(child.region, region));
    if (outside) reader.fault("region", "childOutside", { value: outside.name });
  }
}

/** Last, so that a row is not asked for a region that its faulty parent would have given. */
function blameNowhere(draft: Draft): void {
  const { kind, reader, region } = draft;
  if (region === null && reader.faults.length === 0 && !mayBeNowhere(kind) && isMoved(draft)) reader.fault("region", "required");
}

/** Goes up through the directory as it would stand: units that the file moves have their new parent. */
function blameCycles(drafts: readonly Draft[], units: UnitIndex): void {
  const draftOf = new Map(drafts.flatMap((draft) => (draft.about ? [[draft.about.id, draft] as const] : [])));
  const known = (unit: UnitFact | undefined) => unit && (draftOf.get(unit.id) ?? unit);
  const above = (one: UnitFact | Draft): UnitFact | Draft | undefined => {
    if (!isDraft(one)) return known(units.get(one.parent ?? ""));
    return one.parent === null || isDraft(one.parent) ? (one.parent ?? undefined) : known(one.parent);
  };
  for (const draft of drafts) {
    const seen = new Set<UnitFact | Draft>();
    let next = above(draft);
    for (; next && next !== draft && !seen.has(next); next = above(next)) seen.add(next);
    if (next === draft) draft.reader.fault("parent", "parentCycle");
  }
}

/** All or nothing: below a faulty row nothing can stand either, and the reader is told which one to mend. */
function blameFaultyParent(draft: Draft): void {
  const { parent } = draft;
  if (
    parent !== null &&
    isDraft(parent) &&
    parent.about === undefined &&
    parent.reader.faults.length > 0 &&
    draft.reader.faults.length === 0
  )
    draft.reader.fault("parent", "parentFaulty", { row: parent.reader.row.number });
}

function settle(drafts: readonly Draft[], present: ReadonlySet<string>): Checked<StagedOrganisation> {
  const good: GoodRow<StagedOrganisation>[] = [];
  const faulty: FaultyRow[] = [];
  for (const draft of drafts) {
    const { reader, about, parent } = draft;
    if (reader.faults.length > 0) faulty.push({ row: reader.row.number, faults: reader.faults, original: reader.row.original });
    else {
      const value = valueOf(draft);
      const shown = [value.code ?? "", value.name, labelOf(value.kind), parent?.name ?? "", value.region ?? ""];
      const state = about === undefined ? "new" : differs(about, value, present) ? "changed" : "unchanged";
      const known = parent === null ? undefined : isDraft(parent) ? parent.about : parent;
      good.push({ row: reader.row.number, state, shown, value, met: metUnit(about, known) });
    }
  }
  return { good, faulty, notices: [] };
}

function valueOf({ about, code, name, kind, region, parent }: Draft): StagedOrganisation {
  const place =
    parent === null
      ? null
      : isDraft(parent)
        ? parent.about
          ? { id: parent.about.id }
          : { row: parent.reader.row.number }
        : { id: parent.id };
  return { id: about?.id ?? null, code: code ?? about?.code ?? null, name, kind, region, parent: place };
}

function differs(about: UnitFact, value: StagedOrganisation, present: ReadonlySet<string>): boolean {
  const parent = value.parent === null ? null : "id" in value.parent ? value.parent.id : undefined;
  const placed = present.has("parent") && parent !== about.parent;
  return about.code !== value.code || tidy(about.name) !== value.name || about.region !== value.region || placed;
}

function isDraft(one: UnitFact | Draft): one is Draft {
  return "reader" in one;
}

function idOf(parent: UnitFact | Draft | null): string | null | undefined {
  return parent === null ? null : isDraft(parent) ? parent.about?.id : parent.id;
}

function labelOf(kind: string): string {
  const labels: Readonly<Record<string, string>> = ORGANISATION_KIND_LABELS;
  return labels[kind] ?? kind;
}
