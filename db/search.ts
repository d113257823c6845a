/** The reading half of search. Every query carries what the person may see: nothing else is ranked, counted or returned. */
import { sql, type RawBuilder } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { SearchKind } from "./schema-office.ts";
import type { DocumentId, OrganisationId, PersonId, WorkspaceId } from "./schema.ts";

/** What of one group the person may see. */
export type SearchScope =
  /** Null: everybody. Otherwise the entries listed and those of whole regions, by code range. */
  | { readonly group: "person"; readonly entries: readonly number[] | null; readonly regions: readonly { from: string; to: string }[] }
  | { readonly group: "organisation" }
  | { readonly group: "workspace"; readonly ids: readonly WorkspaceId[] }
  | { readonly group: "document"; readonly live: readonly DocumentId[]; readonly released: readonly DocumentId[] };

export type SearchGroup = SearchScope["group"];

export interface Found {
  readonly entry: number;
  readonly kind: SearchKind;
  readonly objectId: string;
  readonly title: string;
  readonly titleKey: string;
}

const KINDS: Record<SearchGroup, readonly SearchKind[]> = {
  person: ["person"],
  organisation: ["organisation"],
  workspace: ["workspace"],
  document: ["documentLive", "documentReleased"],
};

/**
 * Entries whose titles match, best first: equal to `key`, beginning with it, holding it, found by the first letters, then by length.
 * `match` is an FTS5 expression of quoted terms; every value is bound.
 */
export async function findByTitle(db: DbOrTrx, scope: SearchScope, match: string, key: string, limit: number): Promise<Found[]> {
  const rows = await sql<Found>`
    SELECT e.id AS entry, e.kind AS kind, e.object_id AS objectId, e.title AS title, e.title_key AS titleKey
    FROM search_index f JOIN search_entry e ON e.id = f.rowid
    WHERE search_index MATCH ${ofGroup(scope, match)} AND ${visible(scope)}
    ORDER BY e.title_key = ${key} DESC, e.initials = ${key} DESC, instr(e.title_key, ${key}) = 1 DESC, instr(e.title_key, ${key}) > 0 DESC,
      instr(e.initials, ${key}) = 1 DESC, length(e.title_key), e.title_key, e.id
    LIMIT ${limit}`.execute(db);
  return rows.rows;
}

/** Entries that match anywhere: the fewest and rarest words first for texts; people and units, whose texts are names, by length. */
export async function findAnywhere(db: DbOrTrx, scope: SearchScope, match: string, limit: number): Promise<Found[]> {
  const order =
    scope.group === "person" || scope.group === "organisation"
      ? sql`length(e.title_key), e.title_key, e.id`
      : sql`bm25(search_index, 0, 8, 8, 1, 1, 4), e.id`;
  const rows = await sql<Found>`
    SELECT e.id AS entry, e.kind AS kind, e.object_id AS objectId, e.title AS title, e.title_key AS titleKey
    FROM search_index f JOIN search_entry e ON e.id = f.rowid
    WHERE search_index MATCH ${ofGroup(scope, match)} AND ${visible(scope)}
    ORDER BY ${order} LIMIT ${limit}`.execute(db);
  return rows.rows;
}

/** How many entries match, counted up to `most`. */
export async function countMatches(db: DbOrTrx, scope: SearchScope, match: string, most: number): Promise<number> {
  const rows = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM search_index f JOIN search_entry e ON e.id = f.rowid
      WHERE search_index MATCH ${ofGroup(scope, match)} AND ${visible(scope)} LIMIT ${most})`.execute(db);
  return rows.rows[0]?.count ?? 0;
}

/** Texts of a few entries, for excerpts. */
export async function readBodies(db: DbOrTrx, entries: readonly number[]): Promise<Map<number, string>> {
  if (entries.length === 0) return new Map();
  const rows = await db.selectFrom("search_entry").select(["id", "body"]).where("id", "in", entries).execute();
  return new Map(rows.map(({ id, body }) => [id, body]));
}

function ofGroup(scope: SearchScope, match: string): string {
  return `kind : (${KINDS[scope.group].map((kind) => `"${kind}"`).join(" OR ")}) AND (${match})`;
}

function visible(scope: SearchScope): RawBuilder<boolean> {
  switch (scope.group) {
    case "organisation":
      return sql<boolean>`true`;
    case "workspace":
      return sql<boolean>`e.object_id IN ${listed(scope.ids)}`;
    case "document":
      return sql<boolean>`((e.kind = 'documentLive' AND e.object_id IN ${listed(scope.live)})
        OR (e.kind = 'documentReleased' AND e.object_id IN ${listed(scope.released)}))`;
    default: {
      if (scope.entries === null) return sql<boolean>`true`;
      const regions = scope.regions.map(({ from, to }) => sql<boolean>`e.region_code BETWEEN ${from} AND ${to}`);
      // The plus keeps SQLite from asking the index once for each entry: it is read once, and looked up in the list.
      return sql<boolean>`(${sql.join([...regions, sql<boolean>`+e.id IN ${listed(scope.entries)}`], sql` OR `)})`;
    }
  }
}

/** One bound value however many there are. */
function listed(values: readonly (string | number)[]): RawBuilder<unknown> {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

export interface PeopleOf {
  readonly units: readonly OrganisationId[];
  readonly workspaces: readonly WorkspaceId[];
}

/** Entries of the people of some units, the current members of some workspaces, experts and administrators of units. */
export async function listPeopleEntries(db: DbOrTrx, { units, workspaces }: PeopleOf): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    SELECT id FROM search_entry WHERE kind = 'person' AND organisation_id IN ${listed(units)}
    UNION SELECT e.id FROM search_entry e WHERE e.kind = 'person' AND e.object_id IN (
      SELECT person_id FROM membership WHERE workspace_id IN ${listed(workspaces)} AND ended_at IS NULL
      UNION SELECT person_id FROM expert
      UNION SELECT person_id FROM unit_admin WHERE ended_at IS NULL)`.execute(db);
  return rows.rows.map(({ id }) => id);
}

/** Home unit and the units of today's roles and memberships. */
export async function listOwnUnits(db: DbOrTrx, personId: PersonId, now: number): Promise<OrganisationId[]> {
  const rows = await sql<{ id: OrganisationId }>`
    SELECT organisation_id AS id FROM person WHERE id = ${personId} AND organisation_id IS NOT NULL
    UNION SELECT organisation_id FROM role_assignment WHERE person_id = ${personId} AND organisation_id IS NOT NULL
      AND valid_from <= ${now} AND (valid_to IS NULL OR valid_to > ${now})
    UNION SELECT organisation_id FROM membership WHERE person_id = ${personId} AND ended_at IS NULL`.execute(db);
  return rows.rows.map(({ id }) => id);
}

/** What the hit list shows of people; those who left or were disabled a moment ago are missing. */
export async function describePeople(db: DbOrTrx, ids: readonly string[], now: number) {
  if (ids.length === 0) return [];
  return (
    db
      .selectFrom("person as p")
      .leftJoin("organisation as o", "o.id", "p.organisation_id")
      .select([
        "p.id as id",
        "p.display_name as title",
        "p.mark as mark",
        "o.id as unitId",
        "o.name as unit",
        "o.region_code as regionCode",
      ])
      .select((eb) => [
        eb
          .selectFrom("role_assignment as r")
          .select("r.title")
          .whereRef("r.person_id", "=", "p.id")
          .where("r.valid_from", "<=", now)
          .where((inner) => inner.or([inner("r.valid_to", "is", null), inner("r.valid_to", ">", now)]))
          .orderBy("r.valid_from")
          .orderBy("r.id")
          .limit(1)
          .as("post"),
      ])
      // Ids of entries, which the indexer took from this table.
      .where("p.id", "in", ids as readonly PersonId[])
      .where("p.status", "=", "active")
      .where("p.left_at", "is", null)
      .execute()
  );
}

export async function describeUnits(db: DbOrTrx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return (
    db
      .selectFrom("organisation as o")
      .leftJoin("region as r", "r.code", "o.region_code")
      .select(["o.id as id", "o.name as title", "o.kind as kind", "o.is_demo as isDemo", "o.ended_at as endedAt", "r.name as region"])
      // Ids of entries, which the indexer took from this table.
      .where("o.id", "in", ids as readonly OrganisationId[])
      .execute()
  );
}

export async function describeWorkspaces(db: DbOrTrx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return (
    db
      .selectFrom("workspace as w")
      .leftJoin("achievement as a", "a.id", "w.achievement_id")
      .leftJoin("region as r", "r.code", "w.region_code")
      .select(["w.id as id", "w.title as title", "w.kind as kind", "w.is_demo as isDemo", "w.archived_at as archivedAt"])
      .select(["a.title as achievement", "r.name as region"])
      // Ids of entries, which the indexer took from this table.
      .where("w.id", "in", ids as readonly WorkspaceId[])
      .execute()
  );
}

export async function describeDocuments(db: DbOrTrx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return (
    db
      .selectFrom("document as d")
      .innerJoin("workspace as w", "w.id", "d.workspace_id")
      .innerJoin("organisation as o", "o.id", "d.organisation_id")
      .select(["d.id as id", "d.title as title", "d.kind as kind", "d.state as state", "w.id as workspaceId", "w.title as workspace"])
      .select("o.name as unit")
      // Ids of entries, which the indexer took from this table.
      .where("d.id", "in", ids as readonly DocumentId[])
      .where("d.deleted_at", "is", null)
      .execute()
  );
}
