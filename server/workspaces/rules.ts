import type { OrganisationKind, Role, Side, WorkspaceKind } from "#db/schema.ts";
import { SIDE_ORDER, SIDE_ROLES } from "./contract.ts";

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
