import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { DocumentId, Instant, OrganisationId, PersonId, SessionHash, Side, WorkspaceId } from "./schema.ts";

/** SQLite takes 32,766 bound values; this stays far below. */
const CHUNK = 500;

export async function findUnitName(db: DbOrTrx, id: OrganisationId): Promise<string> {
  const row = await db.selectFrom("organisation").select("name").where("id", "=", id).executeTakeFirst();
  return row?.name ?? "";
}

/** Those of the sessions that exist and have not reached their absolute end. */
export async function listStandingSessions(db: DbOrTrx, ids: readonly SessionHash[], now: Instant): Promise<Set<SessionHash>> {
  const found = new Set<SessionHash>();
  for (const part of chunks(ids)) {
    const rows = await db.selectFrom("session").select("id").where("id", "in", part).where("expires_at", ">", now).execute();
    for (const row of rows) found.add(row.id);
  }
  return found;
}

/** What admissions were decided on, as text: when one of the two lines changed or is gone, the decision is made again. */
export interface AdmissionFacts {
  readonly documents: ReadonlyMap<string, string>;
  /** By workspaceKey. */
  readonly memberships: ReadonlyMap<string, string>;
}

/** Rows grow with the documents and memberships named, not with their product. Drafts opened for an hour count as long as both the hour and the role last. */
export async function listAdmissionFacts(
  db: DbOrTrx,
  documentIds: readonly DocumentId[],
  workspaceIds: readonly WorkspaceId[],
  personIds: readonly PersonId[],
  now: Instant,
): Promise<AdmissionFacts> {
  const documents = new Map<string, string>();
  for (const part of chunks(documentIds)) {
    const rows = await db
      .selectFrom("document as d")
      .innerJoin("workspace as w", "w.id", "d.workspace_id")
      .select(["d.id as id", "d.workspace_id as workspaceId", "d.kind as kind", "d.state as state", "d.lineage as lineage"])
      .select(["d.organisation_id as owner", "w.archived_at as archivedAt"])
      .where("d.id", "in", part)
      .where("d.deleted_at", "is", null)
      .execute();
    for (const { id, ...facts } of rows) documents.set(id, Object.values(facts).join("|"));
  }
  const memberships = new Map<string, string>();
  for (const workspaces of chunks(workspaceIds)) {
    for (const people of chunks(personIds)) {
      const rows = await db
        .selectFrom("membership as m")
        .innerJoin("person as p", "p.id", "m.person_id")
        .select([
          "m.workspace_id as workspaceId",
          "m.person_id as personId",
          "m.role as role",
          "m.side as side",
          "m.organisation_id as unit",
        ])
        .where("m.workspace_id", "in", workspaces)
        .where("m.person_id", "in", people)
        .where("m.ended_at", "is", null)
        .where("p.status", "=", "active")
        .execute();
      for (const { workspaceId, personId, ...facts } of rows)
        memberships.set(workspaceKey(workspaceId, personId), Object.values(facts).join("|"));
      for (const { workspaceId, personId, id } of await listOpenedDrafts(db, workspaces, people, now)) {
        const key = workspaceKey(workspaceId, personId);
        memberships.set(key, `${memberships.get(key) ?? "-"}|${id}`);
      }
    }
  }
  return { documents, memberships };
}

async function listOpenedDrafts(db: DbOrTrx, workspaceIds: readonly WorkspaceId[], personIds: readonly PersonId[], now: Instant) {
  return db
    .selectFrom("break_glass as b")
    .innerJoin("person as p", "p.id", "b.person_id")
    .select(["b.id as id", "b.workspace_id as workspaceId", "b.person_id as personId"])
    .where("b.workspace_id", "in", workspaceIds)
    .where("b.person_id", "in", personIds)
    .where("b.ends_at", ">", now)
    .where("p.status", "=", "active")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("role_assignment as r")
          .select("r.id")
          .whereRef("r.person_id", "=", "b.person_id")
          .where("r.role", "=", "provinceAdmin")
          .where("r.valid_from", "<=", now)
          .where((or) => or.or([or("r.valid_to", "is", null), or("r.valid_to", ">", now)])),
      ),
    )
    .orderBy("b.id")
    .execute();
}

export function workspaceKey(workspaceId: string, personId: string): string {
  return `${workspaceId} ${personId}`;
}

export interface SeenRow {
  readonly documentId: DocumentId;
  readonly side: Side;
  readonly seq: number;
}

/** Raises what each side has been shown; never lowers it. */
export async function raiseSeen(db: DbOrTrx, rows: readonly SeenRow[], at: Instant): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto("document_seen")
    .values(rows.map(({ documentId, side, seq }) => ({ document_id: documentId, side, seq, at })))
    .onConflict((oc) =>
      oc
        .columns(["document_id", "side"])
        .doUpdateSet({ seq: sql`excluded.seq`, at: sql`excluded.at` })
        .whereRef("document_seen.seq", "<", sql.ref("excluded.seq")),
    )
    .execute();
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < items.length; i += CHUNK) yield items.slice(i, i + CHUNK);
}
