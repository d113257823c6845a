import type { DbOrTrx } from "#db/client.ts";
import { listUnitsBelow } from "#db/offices.ts";
import type { OrganisationId } from "#db/schema.ts";
import { liesIn } from "#server/core/region-code.ts";
import type { OfficeGrant } from "./authorize-office.ts";

/** Which units a grant for a list reaches: asked once, then looked up for each of many rows. */
export interface OfficeReach {
  /** A duty of operation: the whole installation. */
  readonly everywhere: boolean;
  /** Region codes of the provinces administered. */
  readonly provinces: readonly string[];
  /** Units looked after, with all units below them. */
  readonly units: ReadonlySet<OrganisationId>;
  /** Of these the ones by which the reach is held. */
  readonly roots: ReadonlySet<OrganisationId>;
}

/** The reach of everything by which the grant was given. */
export async function reachOf(db: DbOrTrx, grant: OfficeGrant): Promise<OfficeReach> {
  const roots = grant.by.flatMap((held) => (held.office === "unitAdmin" ? [held.unit] : []));
  return {
    everywhere: grant.by.some(({ office }) => office === "system" || office === "security" || office === "audit"),
    provinces: grant.by.flatMap((held) => (held.office === "provinceAdmin" ? [held.province] : [])),
    units: await listUnitsBelow(db, roots),
    roots: new Set(roots),
  };
}

/** True where the unit lies within the reach. */
export function reachesUnit(reach: OfficeReach, unit: { readonly id: OrganisationId; readonly region: string | null }): boolean {
  if (reach.everywhere || reach.units.has(unit.id)) return true;
  const { region } = unit;
  return region !== null && reach.provinces.some((province) => liesIn(region, province));
}

/** The unit whose administrator acts, where that is the only office; for the record. */
export function unitOf(grant: OfficeGrant): OrganisationId | null {
  const [held] = grant.by;
  return held?.office === "unitAdmin" ? held.unit : null;
}
