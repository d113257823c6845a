import type { DocumentKind, OrganisationId, PersonId, VersionId, WorkspaceId } from "#db/schema.ts";
import { listCurrentMembers } from "#db/workspaces.ts";
import type { TrxContext } from "#server/core/context.ts";
import { readingOf } from "#server/permissions/documents.ts";

interface NotifiedDocument {
  readonly kind: DocumentKind;
  readonly organisationId: OrganisationId;
  readonly releasedVersionId: VersionId | null;
}

/** Members of the workspace who read the live text of this document: those whom its drafts and versions concern. */
export async function listLiveReaders(ctx: TrxContext, workspaceId: WorkspaceId, document: NotifiedDocument): Promise<PersonId[]> {
  const members = await listCurrentMembers(ctx.db, workspaceId);
  return members.filter((member) => readingOf(member, document) === "live").map(({ personId }) => personId);
}
