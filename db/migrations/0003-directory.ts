import type { Migration } from "../migrate.ts";

/** The organisation tree of four tiers with its groups and experts, and where weak-region flags come from. */
export const directory: Migration = {
  name: "0003-directory",
  statements: [
    `ALTER TABLE organisation ADD COLUMN code TEXT`,
    `ALTER TABLE organisation ADD COLUMN ended_at INTEGER`,
    `CREATE UNIQUE INDEX organisation_code ON organisation (code) WHERE code IS NOT NULL`,
    `CREATE TABLE working_group (
      id TEXT NOT NULL PRIMARY KEY,
      organisation_id TEXT NOT NULL REFERENCES organisation(id),
      region_code TEXT REFERENCES region(code),
      name TEXT NOT NULL,
      purpose TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      ended_at INTEGER
    ) STRICT`,
    `CREATE INDEX working_group_organisation ON working_group (organisation_id)`,
    `CREATE TABLE working_group_member (
      group_id TEXT NOT NULL REFERENCES working_group(id),
      person_id TEXT NOT NULL REFERENCES person(id),
      post TEXT NOT NULL CHECK (post IN ('leader','deputy','secretary','member')),
      organisation_id TEXT NOT NULL REFERENCES organisation(id),
      title TEXT NOT NULL,
      valid_from INTEGER NOT NULL,
      valid_to INTEGER,
      PRIMARY KEY (group_id, person_id, valid_from)
    ) STRICT`,
    `CREATE INDEX working_group_member_person ON working_group_member (person_id)`,
    `CREATE TABLE expert (
      person_id TEXT NOT NULL PRIMARY KEY REFERENCES person(id),
      subjects TEXT NOT NULL,
      stages TEXT NOT NULL,
      regions TEXT NOT NULL,
      avoid TEXT NOT NULL,
      specialty TEXT NOT NULL,
      accepting INTEGER NOT NULL CHECK (accepting IN (0,1)),
      updated_at INTEGER NOT NULL
    ) STRICT`,
    `CREATE TABLE region_flag (
      region_code TEXT NOT NULL REFERENCES region(code),
      flag TEXT NOT NULL,
      valid_from TEXT NOT NULL,
      valid_to TEXT,
      source TEXT NOT NULL,
      shipped INTEGER NOT NULL CHECK (shipped IN (0,1)),
      PRIMARY KEY (region_code, flag)
    ) STRICT`,
    `ALTER TABLE achievement ADD COLUMN shipped INTEGER NOT NULL DEFAULT 1 CHECK (shipped IN (0,1))`,
    `CREATE TABLE import_batch (
      id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('organisations','people','achievements','weakRegions')),
      person_id TEXT NOT NULL REFERENCES person(id),
      organisation_id TEXT REFERENCES organisation(id),
      file_name TEXT NOT NULL,
      file_hash TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('parsing','preview','failed','committing','done','discarded')),
      progress INTEGER NOT NULL CHECK (progress BETWEEN 0 AND 100),
      rows_total INTEGER NOT NULL,
      rows_bad INTEGER NOT NULL,
      report TEXT NOT NULL
    ) STRICT`,
    `CREATE INDEX import_batch_person ON import_batch (person_id, created_at)`,
    `CREATE TABLE import_chunk (
      batch_id TEXT NOT NULL REFERENCES import_batch(id),
      part TEXT NOT NULL CHECK (part IN ('rows','faults','credentials')),
      number INTEGER NOT NULL,
      sealed TEXT NOT NULL,
      PRIMARY KEY (batch_id, part, number)
    ) STRICT`,
  ],
};
