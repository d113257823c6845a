/** The writing half of search: what waits to be indexed, what it consists of, and the index rows. */
import { sql } from "kysely";
import type { DbOrTrx, Trx } from "./client.ts";
import type { SearchDirtyTable, SearchEntryTable, SearchKind } from "./schema-office.ts";
import type { DocumentId, Instant, OrganisationId, PersonId, WorkspaceId } from "./schema.ts";

export type DirtyKind = SearchDirtyTable["kind"];

const KINDS: readonly DirtyKind[] = ["workspace", "organisation", "document", "person"];

export interface Dirty {
  readonly kind: DirtyKind;
  readonly id: string;
  readonly revision: number;
}

/** Up to `limit` changed objects of one kind: workspaces and units before the many people. */
export async function listDirty(db: DbOrTrx, limit: number, except: readonly string[] = []): Promise<Dirty[]> {
  const skipped = sql<string>`(SELECT value FROM json_each(${JSON.stringify(except)}))`;
  // Kind by kind through the table's key: sorting all that waits after an import takes longer the more waits, each time anew.
  for (const kind of KINDS) {
    const dirty = await db
      .selectFrom("search_dirty")
      .select(["kind", "object_id as id", "revision"])
      .where("kind", "=", kind)
      .where(sql<boolean>`kind || ' ' || object_id NOT IN ${skipped}`)
      .limit(limit)
      .execute();
    if (dirty.length > 0) return dirty;
  }
  return [];
}

/** Takes an object off the list, unless it changed again since it was read. */
export async function settleDirty(trx: Trx, { kind, id, revision }: Dirty): Promise<void> {
  await trx.deleteFrom("search_dirty").where("kind", "=", kind).where("object_id", "=", id).where("revision", "=", revision).execute();
}

/** Active people with what they are found by: the unit and the titles of today's roles. Never the login, never the number. */
export async function readPeople(db: DbOrTrx, ids: readonly string[], now: Instant) {
  return (
    db
      .selectFrom("person as p")
      .leftJoin("organisation as o", "o.id", "p.organisation_id")
      .select(["p.id as id", "p.display_name as title", "o.id as organisationId", "o.region_code as regionCode", "o.name as unit"])
      .select((eb) => [
        eb
          .selectFrom("role_assignment as r")
          .select(sql<string>`group_concat(DISTINCT r.title)`.as("titles"))
          .whereRef("r.person_id", "=", "p.id")
          .where("r.valid_from", "<=", now)
          .where((inner) => inner.or([inner("r.valid_to", "is", null), inner("r.valid_to", ">", now)]))
          .as("titles"),
      ])
      // Ids come from the outbox, whose triggers took them from this table.
      .where("p.id", "in", ids as readonly PersonId[])
      .where("p.status", "=", "active")
      .where("p.left_at", "is", null)
      .execute()
  );
}

export async function readUnits(db: DbOrTrx, ids: readonly string[]) {
  return (
    db
      .selectFrom("organisation as o")
      .leftJoin("region as r", "r.code", "o.region_code")
      .leftJoin("region as above", "above.code", "r.parent_code")
      .select(["o.id as id", "o.name as title", "o.kind as kind", "o.region_code as regionCode"])
      .select(["r.name as region", "above.name as regionAbove"])
      // Ids come from the outbox, whose triggers took them from this table.
      .where("o.id", "in", ids as readonly OrganisationId[])
      .execute()
  );
}

export async function readWorkspaces(db: DbOrTrx, ids: readonly string[]) {
  return (
    db
      .selectFrom("workspace as w")
      .leftJoin("achievement as a", "a.id", "w.achievement_id")
      .leftJoin("region as r", "r.code", "w.region_code")
      .leftJoin("subject as j", "j.code", "w.subject_code")
      .leftJoin("stage as s", "s.code", "w.stage_code")
      .select(["w.id as id", "w.title as title", "w.purpose as purpose", "w.region_code as regionCode"])
      .select(["a.title as achievement", "r.name as region", "j.name as subject", "s.name as stage"])
      .select((eb) => [
        eb
          .selectFrom("workspace_party as t")
          .innerJoin("organisation as o", "o.id", "t.organisation_id")
          .select(sql<string>`group_concat(o.name, ' ')`.as("names"))
          .whereRef("t.workspace_id", "=", "w.id")
          .as("parties"),
      ])
      // Ids come from the outbox, whose triggers took them from this table.
      .where("w.id", "in", ids as readonly WorkspaceId[])
      .execute()
  );
}

/** Documents that are not in the trash: the text last read out of the draft, and the content of the released version. */
export async function readDocuments(db: DbOrTrx, ids: readonly string[]) {
  return (
    db
      .selectFrom("document as d")
      .leftJoin("document_projection as p", "p.document_id", "d.id")
      .leftJoin("document_version as v", "v.id", "d.released_version_id")
      .select(["d.id as id", "d.title as title", "d.workspace_id as workspaceId", "p.text as live", "v.content as released"])
      // Ids come from the outbox, whose triggers took them from this table.
      .where("d.id", "in", ids as readonly DocumentId[])
      .where("d.deleted_at", "is", null)
      .execute()
  );
}

export type EntryRow = Omit<SearchEntryTable, "id">;

export interface IndexColumns {
  readonly title_grams: string;
  readonly title_words: string;
  readonly body_grams: string;
  readonly body_words: string;
  readonly initials: string;
}

export interface NewEntry {
  readonly entry: EntryRow;
  readonly columns: IndexColumns;
}

/**
 * Writes entries with their index rows over what is there. All entries come first: an upsert between two index rows would make the index
 * write out what it holds so far, a part of its own for every entry, to be joined again later.
 */
export async function writeEntries(trx: Trx, entries: readonly NewEntry[]): Promise<void> {
  const ids: number[] = [];
  for (const { entry } of entries) {
    const { id } = await trx
      .insertInto("search_entry")
      .values(entry)
      .onConflict((oc) => oc.columns(["kind", "object_id"]).doUpdateSet(entry))
      .returning("id")
      .executeTakeFirstOrThrow();
    ids.push(id);
  }
  for (const [index, { entry, columns }] of entries.entries()) {
    await sql`INSERT OR REPLACE INTO search_index (rowid, kind, title_grams, title_words, body_grams, body_words, initials)
      VALUES (${ids[index]}, ${entry.kind}, ${columns.title_grams}, ${columns.title_words}, ${columns.body_grams}, ${columns.body_words}, ${columns.initials})`.execute(
      trx,
    );
  }
}

/** The object is not to be found any more; nothing where it never was. */
export async function deleteEntry(trx: Trx, kind: SearchKind, objectId: string): Promise<void> {
  const row = await trx
    .deleteFrom("search_entry")
    .where("kind", "=", kind)
    .where("object_id", "=", objectId)
    .returning("id")
    .executeTakeFirst();
  if (row) await sql`DELETE FROM search_index WHERE rowid = ${row.id}`.execute(trx);
}

/** The index joins parts only when it is told to by mergeIndex: by itself it does so inside commits, many pages at once. */
export async function leaveMerging(db: DbOrTrx): Promise<void> {
  await sql`INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0)`.execute(db);
}

/** Joins parts of the index for about `pages` pages of work; false where there was nothing to join. */
export async function mergeIndex(db: DbOrTrx, pages: number): Promise<boolean> {
  const count = () => sql<{ changes: number }>`SELECT total_changes() AS changes`.execute(db);
  const before = (await count()).rows[0]?.changes ?? 0;
  await sql`INSERT INTO search_index (search_index, rank) VALUES ('merge', ${pages})`.execute(db);
  // FTS5 counts one change for the command itself. A change of somebody else in between costs one look more.
  return ((await count()).rows[0]?.changes ?? 0) - before >= 2;
}

/** Title and body as they were indexed, to see whether anything changed at all. */
export async function findEntryTexts(
  db: DbOrTrx,
  kind: SearchKind,
  objectId: string,
): Promise<{ title: string; body: string } | undefined> {
  return db
    .selectFrom("search_entry")
    .select(["title", "body"])
    .where("kind", "=", kind)
    .where("object_id", "=", objectId)
    .executeTakeFirst();
}
