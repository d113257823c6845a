import { listDocumentFacts, type ListedDocument } from "#db/permissions.ts";
import type { DocumentKind, OrganisationId, Role, VersionId } from "#db/schema.ts";
import type { Context } from "#server/core/context.ts";
import type { Standing } from "./authorize.ts";
import { can } from "./policy.ts";

interface Reader {
  readonly role: Role;
  readonly organisationId: OrganisationId;
  readonly breakGlass?: boolean;
}

interface Listed {
  readonly kind: DocumentKind;
  readonly organisationId: OrganisationId;
  readonly releasedVersionId: VersionId | null;
}

export type DocumentReading = "live" | "released";

/** How this person may read the document: its live text, its released version only, or (null) not at all. Lists and single reads both ask here. */
export function readingOf(reader: Reader, document: Listed): DocumentReading | null {
  const own = document.organisationId === reader.organisationId;
  const facts = { documentKind: document.kind, own, breakGlass: reader.breakGlass === true };
  if (can(reader.role, "plan.readLive", facts)) return "live";
  if (document.releasedVersionId !== null && can(reader.role, "plan.readPublished", facts)) return "released";
  return null;
}

/** The documents of a list that the person may read one by one (rule R34). */
export function listableDocuments<D extends Listed>(reader: Reader, documents: readonly D[]): D[] {
  return documents.filter((document) => readingOf(reader, document) !== null);
}

export type ReadableDocument = ListedDocument & { readonly reading: DocumentReading };

/** The documents of these workspaces that the person may read one by one, with how; in no order. */
export async function listReadable(ctx: Context, standings: readonly Standing[]): Promise<ReadableDocument[]> {
  const byWorkspace = new Map(standings.map((standing) => [standing.workspaceId, standing]));
  const documents = await listDocumentFacts(ctx.db, [...byWorkspace.keys()]);
  return documents.flatMap((document) => {
    const standing = byWorkspace.get(document.workspaceId);
    const reading = standing === undefined ? null : readingOf(standing, document);
    return reading === null ? [] : [{ ...document, reading }];
  });
}
