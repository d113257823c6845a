import { listUnitsBelow } from "#db/offices.ts";
import type { OrganisationId } from "#db/schema.ts";
import type { Context } from "#server/core/context.ts";
import { codeRange } from "#server/core/region-code.ts";
import { authorizeOffice, listOfficeActions } from "./authorize-office.ts";

/** Whose accounts the person looks after, for lists: the same answer as asking authorizeOffice for "people.list" unit by unit. */
export interface PeopleReach {
  readonly everybody: boolean;
  /** Whole regions, by code range. */
  readonly regions: readonly { readonly from: string; readonly to: string }[];
  /** Units with all below them. */
  readonly units: ReadonlySet<OrganisationId>;
}

const NOBODY: PeopleReach = { everybody: false, regions: [], units: new Set() };

/** @throws DomainError unauthenticated */
export async function peopleReach(ctx: Context): Promise<PeopleReach> {
  // Most people hold no office: that is no refusal worth an entry in the log.
  if (!(await listOfficeActions(ctx)).includes("people.list")) return NOBODY;
  const { by } = await authorizeOffice(ctx, "people.list");
  const roots = by.flatMap((held) => (held.office === "unitAdmin" ? [held.unit] : []));
  return {
    everybody: by.some(({ office }) => office === "system" || office === "security"),
    regions: by.flatMap((held) => (held.office === "provinceAdmin" ? [codeRange(held.province)] : [])),
    units: await listUnitsBelow(ctx.db, roots),
  };
}
