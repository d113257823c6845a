import { FREE_KINDS, KIND_TIERS, ORGANISATION_KIND_LABELS, PARENT_KINDS } from "#server/directory/contract.ts";
import { liesIn } from "#server/core/region-code.ts";
import type { FaultCode } from "./contract.ts";
import type { RegionFact, Surroundings } from "./facts.ts";
import type { RowReader } from "./row-reader.ts";

/** Kinds of a file are texts until they are judged. */
type ByKind<T> = Readonly<Record<string, T>>;
const ABOVE: ByKind<readonly string[]> = PARENT_KINDS;
const TIERS: ByKind<readonly string[] | undefined> = KIND_TIERS;
const TIER_FAULTS: ByKind<FaultCode> = { department: "departmentTier", bureau: "bureauTier" };
const LABELS: ByKind<string> = ORGANISATION_KIND_LABELS;

export interface UnitAbove {
  readonly name: string;
  /** "" where its own row is faulty. */
  readonly kind: string;
  readonly region: string | null;
  readonly ended: boolean;
}

/** Notes why a unit of this kind and region cannot stand below this parent: what the directory refuses by hand, in faults of a row. */
export function judgePlace(reader: RowReader, kind: string, region: RegionFact | null, parent: UnitAbove | null): void {
  if (region !== null && TIERS[kind]?.includes(region.tier) === false) reader.fault("region", TIER_FAULTS[kind] ?? "bureauTier");
  if (parent === null) return;
  if (parent.ended) reader.fault("parent", "closedUnit", { value: parent.name });
  if (parent.kind !== "" && !(ABOVE[kind] ?? []).includes(parent.kind))
    reader.fault("parent", "parentKind", { kind: LABELS[kind] ?? "", parentKind: LABELS[parent.kind] ?? "" });
  if (region === null || parent.region === null) return;
  if (!liesIn(region.code, parent.region)) reader.fault("region", "regionOutsideParent");
  else if (kind === "bureau" && parent.kind === "bureau" && region.code === parent.region) reader.fault("parent", "bureauSameRegion");
}

/** True for units that may be of no region. */
export function mayBeNowhere(kind: string): boolean {
  return FREE_KINDS.some((free) => free === kind);
}

/** True where the reach holds a place without a unit above it: a province's by its code, no region only with everything. */
export function reachesTop({ everywhere, provinces }: Pick<Surroundings, "everywhere" | "provinces">, region: string | null): boolean {
  return everywhere || (region !== null && provinces.some((province) => liesIn(region, province)));
}
