import type { Instant, OrganisationKind, Role, Side, WorkspaceKind } from "#db/schema.ts";
import { liesIn } from "#server/core/region-code.ts";
import { PARTY_KINDS, SIDE_LABELS, SIDE_ORDER, SIDE_ROLES } from "./contract.ts";

/** Roles that may manage members; each side keeps at least one of them. */
export const MANAGER_ROLES: readonly Role[] = ["holderHost", "regionOfficer", "allianceLead"];

/** Kinds of unit a role can come from, where that is limited. */
const UNITS_OF_ROLES: Partial<Record<Role, { readonly kinds: readonly OrganisationKind[]; readonly refusal: string }>> = {
  schoolTeacher: { kinds: ["school"], refusal: "种子教师须来自学校。" },
  regionOfficer: { kinds: ["department", "institute", "bureau"], refusal: "区域负责人须来自教育局或教研机构。" },
};

/** Why this role cannot be given to a person of this kind of unit on this side, or null. */
export function refuseRole(side: Side, role: Role, unitKind: OrganisationKind): string | null {
  if (!SIDE_ROLES[side].includes(role)) return "这个角色不属于您所在的一方。";
  const unit = UNITS_OF_ROLES[role];
  return unit === undefined || unit.kinds.includes(unitKind) ? null : unit.refusal;
}

/** Sides a workspace of this kind shows, in order. */
export function sidesOf(kind: WorkspaceKind): readonly Side[] {
  return SIDE_ORDER.filter((side) => (side === "alliance") === (kind === "alliance") || side === "guide");
}

export interface PartyUnit {
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly regionCode: string | null;
  readonly endedAt: Instant | null;
}

/** Why this unit cannot stand on this side of a workspace of the region, or null. */
export function refuseParty(kind: WorkspaceKind, regionCode: string, side: Side, unit: PartyUnit): string | null {
  if (!sidesOf(kind).includes(side)) return "这类空间没有这一方。";
  if (unit.endedAt !== null) return `“${unit.name}”已停用。`;
  if (!PARTY_KINDS[side].includes(unit.kind)) return `“${unit.name}”不能作为${SIDE_LABELS[side]}。`;
  // Holders come from anywhere, guides from the province; who applies is of the region.
  const local = side === "applicant" || side === "alliance";
  if (local && (unit.regionCode === null || !liesIn(unit.regionCode, regionCode))) return `“${unit.name}”不在所选地区内。`;
  return null;
}

/** What a workspace of this kind still lacks among its units, or null. */
export function missingParties(kind: WorkspaceKind, sides: readonly Side[]): string | null {
  const count = (side: Side) => sides.filter((one) => one === side).length;
  if (kind === "alliance") return count("alliance") < 2 ? "联盟至少要有两所学校。" : null;
  if (count("holder") === 0) return "请选择成果持有方的单位。";
  return count("applicant") === 0 ? "请选择成果应用方的单位。" : null;
}

/** Why a unit cannot leave, or null. `stay` are the units that would remain. */
export function refuseRemoval(
  kind: WorkspaceKind,
  unit: { readonly name: string; readonly side: Side; readonly isLead: 0 | 1 },
  stay: readonly { readonly side: Side }[],
  held: { readonly members: number; readonly plans: number },
): string | null {
  if (held.members > 0) return `“${unit.name}”还有${held.members}位成员，请本方负责人先结束其成员资格。`;
  if (held.plans > 0) return `“${unit.name}”还有${held.plans}份方案，不能移出。`;
  const lacking = missingParties(
    kind,
    stay.map(({ side }) => side),
  );
  if (lacking !== null) return lacking;
  return unit.isLead === 1 && stay.some(({ side }) => side === unit.side) ? `“${unit.name}”是牵头单位，不能移出。` : null;
}

const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

/** Managers first, then by role, unit and name as Chinese readers expect. */
export function compareMembers(a: { role: Role; unit: string; name: string }, b: { role: Role; unit: string; name: string }): number {
  return rank(a.role) - rank(b.role) || collator.compare(a.unit, b.unit) || collator.compare(a.name, b.name);
}

export function compareZh(a: string, b: string): number {
  return collator.compare(a, b);
}

const RANKS: readonly Role[] = [
  "holderHost",
  "regionOfficer",
  "allianceLead",
  "researchOfficer",
  "holderExpert",
  "allianceTeacher",
  "schoolTeacher",
  "provinceAdmin",
];

function rank(role: Role): number {
  return RANKS.indexOf(role);
}
