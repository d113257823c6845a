import type { Designation } from "#db/schema-access.ts";
import type { OrganisationId, OrganisationKind } from "#db/schema.ts";
import { ROLE_SHAPES, type GrantableRole } from "./contract.ts";

/** Why this role cannot be held for such a unit or with such a designation, or null. */
export function refuseRoleShape(
  role: GrantableRole,
  kind: OrganisationKind,
  designation: Designation,
): { field: "role" | "designation"; message: string } | null {
  const shape = ROLE_SHAPES[role];
  if (!shape.kinds.includes(kind)) return { field: "role", message: "这个角色不能授予这类单位的人员。" };
  if (designation !== "" && !shape.designations.includes(designation)) return { field: "designation", message: "这个称号不属于所选角色。" };
  return null;
}

/** The scope that follows from the unit alone, or null where it is chosen. */
export function scopeOf(role: GrantableRole, unit: OrganisationId): string | null {
  return ROLE_SHAPES[role].scopeKind === "school" ? unit : null;
}
