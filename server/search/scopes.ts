import { listOwnUnits, listPeopleEntries, type SearchScope } from "#db/search.ts";
import type { OrganisationId, WorkspaceId } from "#db/schema.ts";
import type { Context, User } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { listStandings } from "#server/permissions/authorize.ts";
import { listReadable } from "#server/permissions/documents.ts";
import { peopleReach, type PeopleReach } from "#server/permissions/people-reach.ts";
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
  const offices = await peopleReach(ctx);
  const { everybody, regions, units } = offices;
  return {
    scopes: {
      organisation: { group: "organisation" },
      workspace: { group: "workspace", ids: workspaces },
      document: {
        group: "document",
        live: documents.filter(({ reading }) => reading === "live").map(({ id }) => id),
        released: documents.filter(({ reading }) => reading === "released").map(({ id }) => id),
      },
      person: { group: "person", entries: everybody ? null : await peopleEntries(ctx, ctx.user, offices, workspaces), regions },
    },
    manages: ({ id, regionCode }) =>
      everybody ||
      (id !== null && units.has(id)) ||
      (regionCode !== null && regions.some(({ from, to }) => regionCode >= from && regionCode <= to)),
  };
}

async function peopleEntries(ctx: Context, user: User, { units }: PeopleReach, workspaces: readonly WorkspaceId[]): Promise<number[]> {
  // An operator sees people by duty or not at all.
  if (user.duty !== null) return [];
  const worn = user.hat?.organisationId;
  const own = await listOwnUnits(ctx.db, user.personId, ctx.clock.now());
  const counted = worn === undefined || worn === null ? own : own.filter((unit) => unit === worn);
  return listPeopleEntries(ctx.db, { units: [...counted, ...units], workspaces });
}
