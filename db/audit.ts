import { sql } from "kysely";
import type { DbOrTrx, Trx } from "./client.ts";
import { GENESIS, hashEntry, type EntryFields, type StoredEntry } from "./audit-chain.ts";
import type { AuditCheckpointTable, AuditOutcome } from "./schema-office.ts";
import type { PersonId, WorkspaceId } from "./schema.ts";

/** What a new entry has to say for itself; its number and hashes come from the chain. */
export type NewAuditEntry = Omit<EntryFields, "id">;

interface Head {
  readonly hash: string;
  /** Number of the next entry. Higher than the last one's plus one after entries were cut off the end: the gap stays as evidence. */
  readonly nextId: number;
}

/** The end of the chain as this transaction sees it; after everything was archived, the last checkpoint. */
async function findHead(db: DbOrTrx): Promise<Head> {
  const { rows } = await sql<{ id: number; hash: string; seq: number }>`
    SELECT head.id AS id, head.hash AS hash, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0) AS seq FROM (
      SELECT id, hash FROM (SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1)
      UNION ALL SELECT up_to_id, hash FROM (SELECT up_to_id, hash FROM audit_checkpoint ORDER BY up_to_id DESC LIMIT 1)
      UNION ALL SELECT 0, ${GENESIS} ORDER BY 1 DESC LIMIT 1) AS head`.execute(db);
  const [head] = rows;
  if (!head) throw new Error("the audit chain has no head");
  return { hash: head.hash, nextId: Math.max(head.id, head.seq) + 1 };
}

/** Rows of one statement: 14 values each, far below SQLite's limit of 32,766 bound values. */
const ROWS_AT_ONCE = 200;

/** Appends entries to the chain in order. One writer: the head is read in the same transaction. */
export async function insertAuditEntries(trx: Trx, entries: readonly NewAuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  let { hash, nextId } = await findHead(trx);
  const rows = entries.map((entry) => {
    const row = { ...entry, id: nextId++, prev_hash: hash };
    hash = hashEntry(row.prev_hash, row);
    return { ...row, hash };
  });
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await trx
      .insertInto("audit")
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .execute();
  }
}

/** Entries after a number, in order. */
export async function listAuditAfter(db: DbOrTrx, id: number, limit: number): Promise<StoredEntry[]> {
  return db.selectFrom("audit").selectAll().where("id", ">", id).orderBy("id").limit(limit).execute();
}

/** The entry of this number; "archived" for one that is in an archive and no longer here. */
export async function findAuditEntry(db: DbOrTrx, id: number): Promise<StoredEntry | "archived" | undefined> {
  const row = await db.selectFrom("audit").selectAll().where("id", "=", id).executeTakeFirst();
  if (row) return row;
  const checkpoint = await db.selectFrom("audit_checkpoint").select("up_to_id").where("up_to_id", ">=", id).executeTakeFirst();
  return checkpoint && "archived";
}

/** Age by SQLite's own clock, the one the table's trigger goes by, ms since 1970. */
export async function readDatabaseClock(db: DbOrTrx): Promise<number> {
  const { rows } = await sql<{ now: number }>`SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now`.execute(db);
  return rows[0]?.now ?? 0;
}

export async function findOldestAuditAt(db: DbOrTrx): Promise<number | undefined> {
  return (await db.selectFrom("audit").select("at").orderBy("id").limit(1).executeTakeFirst())?.at;
}

export async function insertAuditCheckpoint(trx: Trx, row: AuditCheckpointTable): Promise<void> {
  await trx.insertInto("audit_checkpoint").values(row).execute();
}

/** Removes up to `limit` archived entries; resolves to how many. The table's trigger refuses what is young or in no archive. */
export async function deleteArchivedAudit(db: DbOrTrx, limit: number): Promise<number> {
  const last = await db.selectFrom("audit_checkpoint").select("up_to_id").orderBy("up_to_id", "desc").limit(1).executeTakeFirst();
  if (!last) return 0;
  const result = await db
    .deleteFrom("audit")
    .where("id", "in", db.selectFrom("audit").select("id").where("id", "<=", last.up_to_id).orderBy("id").limit(limit))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

export interface AuditFilter {
  /** Ms since 1970; from is included, to is not. */
  readonly from?: number;
  readonly to?: number;
  /** Any part of a name in an entry, or a whole login name or id. */
  readonly person?: string;
  readonly types?: readonly string[];
  readonly outcome?: AuditOutcome;
  readonly workspaceId?: string;
  readonly objectId?: string;
  /** First two digits of a province: entries by or about people whose unit lies there. */
  readonly province?: string;
}

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (one) => `\\${one}`);

/** Entries below a number, newest first. */
export async function listAuditEntries(db: DbOrTrx, filter: AuditFilter, before: number | null, limit: number): Promise<StoredEntry[]> {
  let query = db.selectFrom("audit as a").selectAll("a").orderBy("a.id", "desc").limit(limit);
  if (before !== null) query = query.where("a.id", "<", before);
  if (filter.from !== undefined) query = query.where("a.at", ">=", filter.from);
  if (filter.to !== undefined) query = query.where("a.at", "<", filter.to);
  if (filter.types !== undefined) query = query.where("a.type", "in", filter.types);
  if (filter.outcome !== undefined) query = query.where("a.outcome", "=", filter.outcome);
  // Compared only: ids of a filter give no access.
  if (filter.workspaceId !== undefined) query = query.where("a.workspace_id", "=", filter.workspaceId as WorkspaceId);
  if (filter.objectId !== undefined) query = query.where("a.object_id", "=", filter.objectId);
  const { person, province } = filter;
  if (person !== undefined) {
    const named = sql<boolean>`(a.actor_name LIKE ${`%${escapeLike(person)}%`} ESCAPE '\\' OR a.actor_id = ${person} OR a.object_id = ${person}
      OR a.actor_id IN (SELECT p.id FROM person p WHERE p.login_key = ${person.toLowerCase()})
      OR a.object_id IN (SELECT p.id FROM person p WHERE p.login_key = ${person.toLowerCase()} OR p.display_name = ${person}))`;
    query = query.where(named);
  }
  if (province !== undefined) {
    const people = sql`SELECT p.id FROM person p JOIN organisation o ON o.id = p.organisation_id WHERE substr(o.region_code, 1, 2) = ${province}`;
    query = query.where(sql<boolean>`(a.actor_id IN (${people}) OR (a.object_kind = 'person' AND a.object_id IN (${people})))`);
  }
  return query.execute();
}

/** What a person did and what was done to their account, newest first. */
export async function listAuditOfPerson(db: DbOrTrx, personId: PersonId, limit: number): Promise<StoredEntry[]> {
  return db
    .selectFrom("audit")
    .selectAll()
    .where((eb) => eb.or([eb("actor_id", "=", personId), eb.and([eb("object_kind", "=", "person"), eb("object_id", "=", personId)])]))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

export interface AuditExtent {
  readonly entries: number;
  readonly oldestAt: number | null;
  readonly newestAt: number | null;
  readonly lastId: number;
  readonly archives: number;
}

/** How much the log holds. Numbers rise without gaps, so nothing is counted row by row. */
export async function findAuditExtent(db: DbOrTrx): Promise<AuditExtent> {
  const { rows } = await sql<AuditExtent>`SELECT
    coalesce((SELECT max(id) FROM audit) - (SELECT min(id) FROM audit) + 1, 0) AS entries,
    (SELECT at FROM audit ORDER BY id LIMIT 1) AS oldestAt, (SELECT at FROM audit ORDER BY id DESC LIMIT 1) AS newestAt,
    coalesce((SELECT max(id) FROM audit), 0) AS lastId, (SELECT count(*) FROM audit_checkpoint) AS archives`.execute(db);
  return rows[0] ?? { entries: 0, oldestAt: null, newestAt: null, lastId: 0, archives: 0 };
}

/** Names of people that stand in entries as objects. */
export async function findPersonNames(db: DbOrTrx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("person")
    .select(["id", "display_name as name"])
    .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
