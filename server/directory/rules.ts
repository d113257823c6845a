/** Pure decisions of the directory: where a unit may stand, when it may close, whom an expert must not judge. */
import type { UnitUse } from "#db/organisations.ts";
import type { OrganisationKind, RegionTier } from "#db/schema.ts";
import { liesIn } from "#server/core/region-code.ts";
import { FREE_KINDS, KIND_TIERS, ORGANISATION_KIND_LABELS, PARENT_KINDS, type ConflictReason } from "./contract.ts";

/** What names of units are compared by: width and case folded, blanks and middle dots of no weight. */
export function nameKey(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFKC")
    .replaceAll(/[\s·•・]/g, "");
}

export interface UnitPlan {
  readonly kind: OrganisationKind;
  readonly region: { readonly code: string; readonly tier: RegionTier } | null;
}

export interface ParentFacts {
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly regionCode: string | null;
  readonly endedAt: number | null;
}

export type Refusal = { readonly field: "regionCode" | "parentId"; readonly message: string };

/** Why a unit of this kind and region cannot stand below this parent (null: at the top), or null. */
export function refusePlace({ kind, region }: UnitPlan, parent: ParentFacts | null): Refusal | null {
  const label = ORGANISATION_KIND_LABELS[kind];
  if (region === null && !FREE_KINDS.includes(kind)) return { field: "regionCode", message: `请选择${label}所在的地区。` };
  if (region !== null && KIND_TIERS[kind]?.includes(region.tier) === false) {
    return { field: "regionCode", message: kind === "department" ? "省级教育行政部门须在省级地区。" : "教育局须在地级或县级地区。" };
  }
  if (parent === null) return null;
  if (parent.endedAt !== null) return { field: "parentId", message: `上级单位“${parent.name}”已停用。` };
  if (!PARENT_KINDS[kind].includes(parent.kind)) {
    return { field: "parentId", message: `${label}不能设在${ORGANISATION_KIND_LABELS[parent.kind]}之下。` };
  }
  if (region !== null && parent.regionCode !== null && !liesIn(region.code, parent.regionCode)) {
    return { field: "regionCode", message: `所选地区不在上级单位“${parent.name}”的地区之内。` };
  }
  if (kind === "bureau" && parent.kind === "bureau" && region?.code === parent.regionCode) {
    return { field: "parentId", message: "教育局之下的教育局须属于更小的地区。" };
  }
  return null;
}

/** True where `id` would stand below itself: `above` is the new parent first, then those above it. */
export function makesCycle(id: string, above: readonly string[]): boolean {
  return above.includes(id);
}

/** Why a unit cannot be closed yet, or null. */
export function refuseClosing(name: string, use: UnitUse): string | null {
  const held = [
    use.children > 0 && `${use.children}个下级单位`,
    use.people > 0 && `${use.people}个在用账号`,
    use.roles > 0 && `${use.roles}项任职`,
    use.groups > 0 && `${use.groups}个工作组`,
    use.workspaces > 0 && `${use.workspaces}个进行中的空间`,
  ].filter((part) => part !== false);
  return held.length === 0 ? null : `“${name}”还有${held.join("、")}，处理完才能停用。`;
}

export interface ExpertUnits {
  /** The home unit and those of today's roles. */
  readonly units: readonly string[];
  /** Units the expert asked to be kept from. */
  readonly avoid: readonly string[];
}

/** Why the expert must not judge this unit (S18: never the own one), or null. */
export function conflictOf(expert: ExpertUnits, unit: string): ConflictReason | null {
  if (expert.units.includes(unit)) return "ownUnit";
  return expert.avoid.includes(unit) ? "avoided" : null;
}

/** Region codes that hold a region: itself, its prefecture, its province. */
export function regionsAround(code: string): readonly string[] {
  return [...new Set([code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`])];
}

export interface Term {
  readonly validFrom: number;
  readonly validTo: number | null;
}

/** True while a term runs or is still to come. */
export function isCurrent({ validTo }: Pick<Term, "validTo">, now: number): boolean {
  return validTo === null || validTo > now;
}
