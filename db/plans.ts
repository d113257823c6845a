import type { DbOrTrx } from "./client.ts";
import type {
  DocumentId,
  DocumentProjectionTable,
  DocumentTable,
  DocumentVersionTable,
  Instant,
  VersionId,
  WorkspaceId,
} from "./schema.ts";

/** Documents of these workspaces that are not in the trash, with what lists show. The caller filters by policy. */
export async function listDocumentRows(db: DbOrTrx, workspaceIds: readonly WorkspaceId[]) {
  if (workspaceIds.length === 0) return [];
  return selectDocuments(db).where("d.workspace_id", "in", workspaceIds).execute();
}

/** The same for some documents wherever they are. */
export async function listDocumentRowsById(db: DbOrTrx, ids: readonly DocumentId[]) {
  if (ids.length === 0) return [];
  return selectDocuments(db).where("d.id", "in", ids).execute();
}

export async function findDocumentRow(db: DbOrTrx, id: DocumentId) {
  return selectDocuments(db).where("d.id", "=", id).executeTakeFirst();
}

export async function insertDocument(db: DbOrTrx, row: DocumentTable): Promise<void> {
  await db.insertInto("document").values(row).execute();
}

export async function touchDocument(db: DbOrTrx, id: DocumentId, at: Instant): Promise<void> {
  await db.updateTable("document").set({ updated_at: at }).where("id", "=", id).where("updated_at", "<", at).execute();
}

/** Number the next version of the document gets. Call inside the transaction that inserts it. */
export async function nextVersionNumber(db: DbOrTrx, documentId: DocumentId): Promise<number> {
  const row = await db
    .selectFrom("document_version")
    .select((eb) => eb.fn.max("number").as("last"))
    .where("document_id", "=", documentId)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

export async function insertVersion(db: DbOrTrx, row: DocumentVersionTable): Promise<void> {
  await db.insertInto("document_version").values(row).execute();
}

/** Versions without their content, the newest first. */
export async function listVersionRows(db: DbOrTrx, documentId: DocumentId) {
  return selectVersions(db).where("v.document_id", "=", documentId).orderBy("v.number", "desc").execute();
}

/** One version with its content; both ids must fit together. */
export async function findVersionRow(db: DbOrTrx, documentId: DocumentId, versionId: VersionId) {
  return selectVersions(db)
    .select("v.content as content")
    .where("v.document_id", "=", documentId)
    .where("v.id", "=", versionId)
    .executeTakeFirst();
}

/** Keeps the newest reading: a slow worker that comes back with an older head changes nothing. */
export async function saveProjection(db: DbOrTrx, row: DocumentProjectionTable): Promise<void> {
  await db
    .insertInto("document_projection")
    .values(row)
    .onConflict((oc) =>
      oc
        .column("document_id")
        .doUpdateSet({
          head_seq: row.head_seq,
          text: row.text,
          sections_total: row.sections_total,
          sections_filled: row.sections_filled,
          missing: row.missing,
          updated_at: row.updated_at,
        })
        .where("document_projection.head_seq", "<=", row.head_seq),
    )
    .execute();
}

/** The head every document was last read at, null for never. */
export async function listProjectionHeads(db: DbOrTrx): Promise<{ documentId: DocumentId; headSeq: number | null }[]> {
  return db
    .selectFrom("document as d")
    .leftJoin("document_projection as p", "p.document_id", "d.id")
    .select(["d.id as documentId", "p.head_seq as headSeq"])
    .where("d.deleted_at", "is", null)
    .execute();
}

/** Highest journal sequence each side has been shown. */
export async function listSeen(db: DbOrTrx, documentId: DocumentId) {
  return db.selectFrom("document_seen").select(["side", "seq", "at"]).where("document_id", "=", documentId).execute();
}

function selectDocuments(db: DbOrTrx) {
  return db
    .selectFrom("document as d")
    .innerJoin("organisation as o", "o.id", "d.organisation_id")
    .innerJoin("person as c", "c.id", "d.created_by")
    .innerJoin("workspace as w", "w.id", "d.workspace_id")
    .leftJoin("document_projection as p", "p.document_id", "d.id")
    .leftJoin("document_version as r", "r.id", "d.released_version_id")
    .select(["d.id as id", "d.workspace_id as workspaceId", "d.kind as kind", "d.template_key as templateKey", "d.title as title"])
    .select(["d.state as state", "d.organisation_id as organisationId", "o.name as organisationName", "o.is_demo as organisationIsDemo"])
    .select(["d.lineage as lineage", "d.schema_version as schemaVersion", "d.released_version_id as releasedVersionId"])
    .select(["c.display_name as createdByName", "d.created_at as createdAt", "d.updated_at as updatedAt"])
    .select(["p.head_seq as headSeq", "p.sections_total as sectionsTotal", "p.sections_filled as sectionsFilled", "p.missing as missing"])
    .select(["r.created_at as releasedAt", "w.title as workspaceTitle"])
    .select((eb) => [
      eb
        .selectFrom("document_version as v")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .whereRef("v.document_id", "=", "d.id")
        .as("versionCount"),
    ])
    .where("d.deleted_at", "is", null);
}

function selectVersions(db: DbOrTrx) {
  return db
    .selectFrom("document_version as v")
    .innerJoin("person as a", "a.id", "v.author_id")
    .select(["v.id as id", "v.document_id as documentId", "v.number as number", "v.name as name", "v.note as note"])
    .select(["a.id as authorId", "a.display_name as authorName", "a.mark as authorMark"])
    .select(["v.created_at as createdAt", "v.head_seq as headSeq", "v.hash as hash"]);
}
