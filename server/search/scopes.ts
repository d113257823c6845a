import { listUnitsBelow } from "#db/offices.ts";
import { listOwnUnits, listPeopleEntries, type SearchScope } from "#db/search.ts";
import type { OrganisationId } from "#db/schema.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { codeRange } from "#server/core/region-code.ts";
import { listStandings } from "#server/permissions/authorize.ts";
import { authorizeOffice, listOfficeActions, type OfficeHeld } from "#server/permissions/authorize-office.ts";
import { listReadable } from "#server/permissions/documents.ts";
import type { SearchGroupName } from "./contract.ts";

/** What the person may find, by group, and whose account page opens. */
export interface Reach {
  readonly scopes: Record<SearchGroupName, SearchScope>;
  manages(unit: { id: OrganisationId | null; regionCode: string | null }): boolean;
}

/**
 * Asks the policy once for all groups: documents and workspaces as their single reads, units for everybody, people by unit, office and
 * shared work. @throws DomainError unauthenticated
 */
export async function reachOf(ctx: Context): Promise<Reach> {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const standings = await listStandings(ctx);
  const documents = await listReadable(ctx, standings);
  const workspaces = standings.map(({ workspaceId }) => workspaceId);
  const offices = await peopleOffices(ctx);
  const below = await listUnitsBelow(
    ctx.db,
    offices.flatMap((held) => (held.office === "unitAdmin" ? [held.unit] : [])),
  );
  const regions = offices.flatMap((held) => (held.office === "provinceAdmin" ? [codeRange(held.province)] : []));
  const everybody = offices.some(({ office }) => office === "system" || office === "security");
  return {
    scopes: {
      organisation: { group: "organisation" },
      workspace: { group: "workspace", ids: workspaces },
      document: {
        group: "document",
        live: documents.filter(({ reading }) => reading === "live").map(({ id }) => id),
        released: documents.filter(({ reading }) => reading === "released").map(({ id }) => id),
      },
      person: { group: "person", entries: everybody ? null : await peopleEntries(ctx, ctx.user, [...below], workspaces), regions },
    },
    manages: ({ id, regionCode }) =>
      everybody ||
      (id !== null && below.has(id)) ||
      (regionCode !== null && regions.some(({ from, to }) => regionCode >= from && regionCode <= to)),
  };
}

async function peopleOffices(ctx: Context): Promise<readonly OfficeHeld[]> {
  // Most people hold none: that is no refusal worth an entry in the log.
  if (!(await listOfficeActions(ctx)).includes("people.list")) return [];
  return (await authorizeOffice(ctx, "people.list")).by;
}

async function peopleEntries(
  ctx: Context,
  user: NonNullable<Context["user"]>,
  below: readonly OrganisationId[],
  workspaces: Parameters<typeof listPeopleEntries>[1]["workspaces"],
): Promise<number[]> {
  // An operator sees people by duty or not at all.
  if (user.duty !== null) return [];
  const worn = user.hat?.organisationId;
  const own = await listOwnUnits(ctx.db, user.personId, ctx.clock.now());
  const units = worn === undefined || worn === null ? own : own.filter((unit) => unit === worn);
  return listPeopleEntries(ctx.db, { units: [...units, ...below], workspaces });
}
