import type { Migration } from "../migrate.ts";

/** Six months by law (Cybersecurity Law, article 21), in ms: nothing younger leaves the log, whatever is configured. */
const FLOOR = 183 * 24 * 3600 * 1000;

/** Append-only: the database refuses to change an entry, and to delete one that is young or not sealed by a checkpoint. */
export const audit: Migration = {
  name: "0004-audit",
  statements: [
    `CREATE TABLE audit (
      id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      actor_id TEXT,
      actor_name TEXT NOT NULL,
      actor_hat TEXT NOT NULL,
      address TEXT NOT NULL,
      type TEXT NOT NULL,
      object_kind TEXT NOT NULL,
      object_id TEXT NOT NULL,
      workspace_id TEXT,
      outcome TEXT NOT NULL CHECK (outcome IN ('success','failure')),
      detail TEXT NOT NULL,
      prev_hash TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT`,
    `CREATE INDEX audit_at ON audit (at)`,
    `CREATE INDEX audit_actor ON audit (actor_id, at)`,
    `CREATE INDEX audit_type ON audit (type, at)`,
    `CREATE INDEX audit_object ON audit (object_id, at)`,
    `CREATE INDEX audit_workspace ON audit (workspace_id, at)`,
    `CREATE TABLE audit_checkpoint (
      up_to_id INTEGER NOT NULL PRIMARY KEY,
      at INTEGER NOT NULL,
      hash TEXT NOT NULL,
      entries INTEGER NOT NULL,
      file TEXT NOT NULL
    ) STRICT`,
    `CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
    // REPLACE deletes without firing the trigger below.
    `CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit a WHERE a.id = NEW.id) BEGIN
      SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
    `CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
      WHEN OLD.at > CAST(unixepoch('subsec') * 1000 AS INTEGER) - ${FLOOR}
        OR NOT EXISTS (SELECT 1 FROM audit_checkpoint c WHERE c.up_to_id >= OLD.id) BEGIN
      SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
    `CREATE TRIGGER audit_checkpoint_no_replace BEFORE INSERT ON audit_checkpoint
      WHEN EXISTS (SELECT 1 FROM audit_checkpoint c WHERE c.up_to_id >= NEW.up_to_id) BEGIN
      SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
    `CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint BEGIN
      SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
    `CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint BEGIN
      SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
  ],
};
