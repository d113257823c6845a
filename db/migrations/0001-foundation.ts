import type { Migration } from "../migrate.ts";

const ROLES =
  "'provinceAdmin','researchOfficer','holderHost','holderExpert','regionOfficer','schoolTeacher','allianceLead','allianceTeacher'";
const SIDES = "'holder','applicant','alliance','guide'";

/** STRICT makes SQLite refuse a text in an integer column; every union of schema.ts is a CHECK (R31: enum values are enforced by storage too). */
export const foundation: Migration = {
  name: "0001-foundation",
  statements: [
    `CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT`,
    `CREATE TABLE region (
      code TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      tier TEXT NOT NULL CHECK (tier IN ('province','prefecture','county')),
      parent_code TEXT REFERENCES region(code),
      kind TEXT NOT NULL,
      band_nbs4 TEXT CHECK (band_nbs4 IN ('east','central','west','northeast')),
      band_three TEXT CHECK (band_three IN ('east','central','west')),
      flags TEXT NOT NULL
    ) STRICT`,
    `CREATE INDEX region_parent ON region (parent_code, code)`,
    `CREATE INDEX region_tier ON region (tier, code)`,
    `CREATE TABLE subject (code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, stages TEXT NOT NULL) STRICT`,
    `CREATE TABLE stage (code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, grades TEXT NOT NULL) STRICT`,
    `CREATE TABLE organisation (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('department','institute','bureau','school','holderUnit','studio')),
      region_code TEXT REFERENCES region(code),
      parent_id TEXT REFERENCES organisation(id),
      is_demo INTEGER NOT NULL CHECK (is_demo IN (0,1))
    ) STRICT`,
    `CREATE INDEX organisation_region ON organisation (region_code, kind)`,
    `CREATE INDEX organisation_parent ON organisation (parent_id)`,
    `CREATE TABLE achievement (
      id TEXT NOT NULL PRIMARY KEY,
      year INTEGER,
      level TEXT NOT NULL CHECK (level IN ('special','first','second','unstated')),
      title TEXT NOT NULL,
      holder_unit TEXT NOT NULL,
      holder_kind TEXT NOT NULL,
      province_code TEXT REFERENCES region(code),
      prefecture TEXT NOT NULL,
      stage TEXT NOT NULL REFERENCES stage(code),
      subject TEXT NOT NULL REFERENCES subject(code),
      confidence TEXT NOT NULL,
      source TEXT NOT NULL
    ) STRICT`,
    `CREATE INDEX achievement_year ON achievement (year, level)`,
    `CREATE TABLE studio (
      id TEXT NOT NULL PRIMARY KEY,
      achievement_id TEXT NOT NULL REFERENCES achievement(id),
      organisation_id TEXT NOT NULL REFERENCES organisation(id),
      name TEXT NOT NULL
    ) STRICT`,
    `CREATE INDEX studio_achievement ON studio (achievement_id)`,
    `CREATE INDEX studio_organisation ON studio (organisation_id)`,
    `CREATE TABLE person (
      id TEXT NOT NULL PRIMARY KEY,
      login TEXT NOT NULL,
      login_key TEXT NOT NULL UNIQUE,
      display_name TEXT NOT NULL,
      mark TEXT NOT NULL,
      password_hash TEXT,
      status TEXT NOT NULL CHECK (status IN ('active','disabled')),
      created_at INTEGER NOT NULL,
      is_demo INTEGER NOT NULL CHECK (is_demo IN (0,1))
    ) STRICT`,
    `CREATE TABLE role_assignment (
      id TEXT NOT NULL PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES person(id),
      role TEXT NOT NULL CHECK (role IN (${ROLES})),
      scope_kind TEXT NOT NULL CHECK (scope_kind IN ('province','region','achievement','school','alliance')),
      scope_id TEXT NOT NULL,
      organisation_id TEXT REFERENCES organisation(id),
      title TEXT NOT NULL,
      valid_from INTEGER NOT NULL,
      valid_to INTEGER
    ) STRICT`,
    `CREATE INDEX role_assignment_person ON role_assignment (person_id, role)`,
    `CREATE INDEX role_assignment_organisation ON role_assignment (organisation_id)`,
    `CREATE TABLE workspace (
      id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('pair','alliance')),
      title TEXT NOT NULL,
      purpose TEXT NOT NULL,
      achievement_id TEXT REFERENCES achievement(id),
      region_code TEXT REFERENCES region(code),
      subject_code TEXT REFERENCES subject(code),
      stage_code TEXT REFERENCES stage(code),
      cycle TEXT NOT NULL,
      is_demo INTEGER NOT NULL CHECK (is_demo IN (0,1)),
      source_note TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      archived_at INTEGER
    ) STRICT`,
    `CREATE INDEX workspace_region ON workspace (region_code)`,
    `CREATE INDEX workspace_achievement ON workspace (achievement_id)`,
    `CREATE TABLE workspace_party (
      workspace_id TEXT NOT NULL REFERENCES workspace(id),
      side TEXT NOT NULL CHECK (side IN (${SIDES})),
      organisation_id TEXT NOT NULL REFERENCES organisation(id),
      duties TEXT NOT NULL,
      is_lead INTEGER NOT NULL CHECK (is_lead IN (0,1)),
      PRIMARY KEY (workspace_id, organisation_id)
    ) STRICT`,
    `CREATE INDEX workspace_party_organisation ON workspace_party (organisation_id)`,
    `CREATE TABLE membership (
      workspace_id TEXT NOT NULL REFERENCES workspace(id),
      person_id TEXT NOT NULL REFERENCES person(id),
      role TEXT NOT NULL CHECK (role IN (${ROLES})),
      side TEXT NOT NULL CHECK (side IN (${SIDES})),
      organisation_id TEXT NOT NULL REFERENCES organisation(id),
      title TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      ended_at INTEGER,
      PRIMARY KEY (workspace_id, person_id)
    ) STRICT`,
    `CREATE INDEX membership_person ON membership (person_id, ended_at)`,
    `CREATE TABLE session (
      id TEXT NOT NULL PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES person(id),
      created_at INTEGER NOT NULL,
      last_active_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      user_agent TEXT NOT NULL,
      address TEXT NOT NULL
    ) STRICT`,
    `CREATE INDEX session_person ON session (person_id)`,
    `CREATE INDEX session_expires ON session (expires_at)`,
    `CREATE TABLE sign_in_guard (
      key TEXT NOT NULL PRIMARY KEY,
      failures INTEGER NOT NULL,
      window_start INTEGER NOT NULL,
      locked_until INTEGER
    ) STRICT`,
    `CREATE TABLE document (
      id TEXT NOT NULL PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspace(id),
      kind TEXT NOT NULL CHECK (kind IN ('regionalPlan','annualPlan','achievementSubplan','schoolPlan')),
      template_key TEXT NOT NULL,
      title TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('draft','inReview','approved','published','superseded')),
      organisation_id TEXT NOT NULL REFERENCES organisation(id),
      lineage TEXT NOT NULL,
      schema_version INTEGER NOT NULL,
      released_version_id TEXT REFERENCES document_version(id),
      created_by TEXT NOT NULL REFERENCES person(id),
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      deleted_at INTEGER
    ) STRICT`,
    `CREATE INDEX document_workspace ON document (workspace_id, deleted_at)`,
    `CREATE INDEX document_organisation ON document (organisation_id)`,
    `CREATE TABLE document_version (
      id TEXT NOT NULL PRIMARY KEY,
      document_id TEXT NOT NULL REFERENCES document(id),
      number INTEGER NOT NULL CHECK (number >= 1),
      name TEXT NOT NULL,
      note TEXT NOT NULL,
      author_id TEXT NOT NULL REFERENCES person(id),
      created_at INTEGER NOT NULL,
      head_seq INTEGER NOT NULL,
      hash TEXT NOT NULL,
      content TEXT NOT NULL,
      UNIQUE (document_id, number)
    ) STRICT`,
    `CREATE TABLE document_projection (
      document_id TEXT NOT NULL PRIMARY KEY REFERENCES document(id),
      head_seq INTEGER NOT NULL,
      text TEXT NOT NULL,
      sections_total INTEGER NOT NULL,
      sections_filled INTEGER NOT NULL,
      missing TEXT NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT`,
    `CREATE TABLE document_seen (
      document_id TEXT NOT NULL REFERENCES document(id),
      side TEXT NOT NULL CHECK (side IN (${SIDES})),
      seq INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (document_id, side)
    ) STRICT`,
    `CREATE TABLE activity (
      id INTEGER NOT NULL PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspace(id),
      at INTEGER NOT NULL,
      actor_id TEXT REFERENCES person(id),
      side TEXT NOT NULL CHECK (side IN (${SIDES})),
      type TEXT NOT NULL,
      payload TEXT NOT NULL
    ) STRICT`,
    `CREATE INDEX activity_workspace ON activity (workspace_id, at)`,
  ],
};
