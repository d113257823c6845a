import { describeDocuments, describePeople, describeUnits, describeWorkspaces, type Found } from "#db/search.ts";
import type { DocumentKind, DocumentState, OrganisationKind, WorkspaceKind } from "#db/schema.ts";
import type { Context } from "#server/core/context.ts";
import type { SearchGroupName } from "./contract.ts";
import type { Reach } from "./scopes.ts";

interface Base {
  readonly id: string;
  readonly title: string;
  /** Where it opens. */
  readonly to: string;
}

export type Described =
  | (Base & { readonly group: "person"; readonly mark: string; readonly unit: string; readonly post: string })
  | (Base & {
      readonly group: "organisation";
      readonly kind: OrganisationKind;
      readonly region: string;
      readonly isDemo: boolean;
      readonly closed: boolean;
    })
  | (Base & {
      readonly group: "workspace";
      readonly kind: WorkspaceKind;
      readonly region: string;
      readonly achievement: string;
      readonly isDemo: boolean;
      readonly archived: boolean;
    })
  | (Base & {
      readonly group: "document";
      readonly kind: DocumentKind;
      readonly state: DocumentState;
      readonly workspace: string;
      readonly unit: string;
      readonly reading: "live" | "released";
    });

/** What the list shows of each hit, as it stands now; by object id. The caller has checked who may see it. */
export async function describe(
  ctx: Context,
  reach: Reach,
  group: SearchGroupName,
  found: readonly Found[],
): Promise<Map<string, Described>> {
  const ids = found.map(({ objectId }) => objectId);
  const rows = await DESCRIBE[group](ctx, reach, ids, found);
  return new Map(rows.map((row) => [row.id, row]));
}

type Describe = (ctx: Context, reach: Reach, ids: readonly string[], found: readonly Found[]) => Promise<Described[]>;

const DESCRIBE: Record<SearchGroupName, Describe> = {
  async person(ctx, reach, ids) {
    const rows = await describePeople(ctx.db, ids, ctx.clock.now());
    return rows.map(({ id, title, mark, unitId, unit, regionCode, post }) => ({
      group: "person",
      id,
      title,
      mark,
      unit: unit ?? "",
      post: post ?? "",
      to: reach.manages({ id: unitId, regionCode })
        ? `/manage/people/${id}`
        : unitId === null
          ? "/organisations"
          : `/organisations/${unitId}`,
    }));
  },
  async organisation(ctx, _reach, ids) {
    const rows = await describeUnits(ctx.db, ids);
    return rows.map(({ id, title, kind, region, isDemo, endedAt }) => ({
      group: "organisation",
      id,
      title,
      kind,
      region: region ?? "",
      isDemo: isDemo === 1,
      closed: endedAt !== null,
      to: `/organisations/${id}`,
    }));
  },
  async workspace(ctx, _reach, ids) {
    const rows = await describeWorkspaces(ctx.db, ids);
    return rows.map(({ id, title, kind, region, achievement, isDemo, archivedAt }) => ({
      group: "workspace",
      id,
      title,
      kind,
      region: region ?? "",
      achievement: achievement ?? "",
      isDemo: isDemo === 1,
      archived: archivedAt !== null,
      to: `/workspaces/${id}`,
    }));
  },
  async document(ctx, _reach, ids, found) {
    const rows = await describeDocuments(ctx.db, ids);
    return rows.map(({ id, title, kind, state, workspaceId, workspace, unit }) => ({
      group: "document",
      id,
      title,
      kind,
      state,
      workspace,
      unit,
      reading: found.some(({ objectId, kind: entry }) => objectId === id && entry === "documentLive") ? "live" : "released",
      to: `/workspaces/${workspaceId}/plans/${id}`,
    }));
  },
};
