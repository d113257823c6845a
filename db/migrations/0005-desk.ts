import type { Migration } from "../migrate.ts";

/** Notes objects as changed. The counter tells the indexer that one changed again while it was read. */
const note = (kind: string, from: string) =>
  `INSERT INTO search_dirty (kind, object_id) SELECT '${kind}', ${from}
    ON CONFLICT (kind, object_id) DO UPDATE SET revision = revision + 1`;

/** A row of something searchable changed: the indexer picks it up after the commit, also after a crash. */
const dirty = (kind: string, table: string, event: string, id: string) =>
  `CREATE TRIGGER search_${table}_${event.toLowerCase().split(" ")[0]} AFTER ${event} ON ${table} BEGIN
    ${note(kind, `${id} WHERE true`)}; END`;

/** Notifications, and the search index with its outbox. */
export const desk: Migration = {
  name: "0005-desk",
  statements: [
    `CREATE TABLE notification (
      id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
      person_id TEXT NOT NULL REFERENCES person(id),
      at INTEGER NOT NULL,
      type TEXT NOT NULL,
      workspace_id TEXT REFERENCES workspace(id),
      document_id TEXT REFERENCES document(id),
      payload TEXT NOT NULL,
      due_at INTEGER NOT NULL,
      read_at INTEGER
    ) STRICT`,
    `CREATE INDEX notification_person ON notification (person_id, due_at, id)`,
    `CREATE INDEX notification_unread ON notification (person_id, due_at) WHERE read_at IS NULL`,
    `CREATE INDEX notification_digest ON notification (due_at) WHERE due_at > at`,
    `CREATE TABLE notification_setting (
      person_id TEXT NOT NULL REFERENCES person(id),
      topic TEXT NOT NULL,
      delivery TEXT NOT NULL CHECK (delivery IN ('live','daily','weekly','off')),
      PRIMARY KEY (person_id, topic)
    ) STRICT`,
    `CREATE TABLE search_entry (
      id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('person','organisation','workspace','documentLive','documentReleased')),
      object_id TEXT NOT NULL,
      workspace_id TEXT,
      organisation_id TEXT,
      region_code TEXT,
      title TEXT NOT NULL,
      title_key TEXT NOT NULL,
      body TEXT NOT NULL,
      initials TEXT NOT NULL,
      UNIQUE (kind, object_id)
    ) STRICT`,
    `CREATE INDEX search_entry_organisation ON search_entry (organisation_id)`,
    `CREATE VIRTUAL TABLE search_index USING fts5 (kind, title_grams, title_words, body_grams, body_words, initials,
      content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0")`,
    `CREATE TABLE search_dirty (
      kind TEXT NOT NULL CHECK (kind IN ('person','organisation','workspace','document')),
      object_id TEXT NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1,
      PRIMARY KEY (kind, object_id)
    ) STRICT`,
    dirty("person", "person", "INSERT", "NEW.id"),
    dirty("person", "person", "UPDATE OF display_name, status, organisation_id, left_at", "NEW.id"),
    dirty("organisation", "organisation", "INSERT", "NEW.id"),
    dirty("organisation", "organisation", "UPDATE", "NEW.id"),
    dirty("workspace", "workspace", "INSERT", "NEW.id"),
    dirty("workspace", "workspace", "UPDATE", "NEW.id"),
    dirty("document", "document", "INSERT", "NEW.id"),
    dirty("document", "document", "UPDATE OF title, released_version_id, deleted_at, workspace_id", "NEW.id"),
    dirty("document", "document_projection", "INSERT", "NEW.document_id"),
    dirty("document", "document_projection", "UPDATE", "NEW.document_id"),
    dirty("person", "role_assignment", "INSERT", "NEW.person_id"),
    dirty("person", "role_assignment", "UPDATE", "NEW.person_id"),
    dirty("workspace", "workspace_party", "INSERT", "NEW.workspace_id"),
    dirty("workspace", "workspace_party", "UPDATE", "NEW.workspace_id"),
    dirty("workspace", "workspace_party", "DELETE", "OLD.workspace_id"),
    // The name of a unit stands beside its people and its workspaces.
    `CREATE TRIGGER search_unit_renamed AFTER UPDATE OF name, region_code ON organisation BEGIN
      ${note("person", "id FROM person WHERE organisation_id = NEW.id")};
      ${note("workspace", "workspace_id FROM workspace_party WHERE organisation_id = NEW.id")}; END`,
    `INSERT INTO search_dirty (kind, object_id) SELECT 'person', id FROM person`,
    `INSERT INTO search_dirty (kind, object_id) SELECT 'organisation', id FROM organisation`,
    `INSERT INTO search_dirty (kind, object_id) SELECT 'workspace', id FROM workspace`,
    `INSERT INTO search_dirty (kind, object_id) SELECT 'document', id FROM document`,
  ],
};
