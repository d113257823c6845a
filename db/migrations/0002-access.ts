import type { Migration } from "../migrate.ts";

const DUTIES = "'system','security','audit'";
const ROLES = "'researchOfficer','holderHost','holderExpert','regionOfficer','schoolTeacher','allianceLead','allianceTeacher'";
const DESIGNATIONS = "'','chiefPromoter','seedTeacher','achievementLecturer'";

/** True while the person of `column` is an operator: such an account never holds business rights (MLPS M7). */
const isOperator = (column: string) => `EXISTS (SELECT 1 FROM operator_duty d WHERE d.person_id = ${column} AND d.ended_at IS NULL)`;

/** Accounts, their second factor, duties, approvals, invitations and tokens. Separation of duties stands in the database, not only above it. */
export const access: Migration = {
  name: "0002-access",
  rewrites: true,
  statements: [
    `ALTER TABLE person ADD COLUMN organisation_id TEXT REFERENCES organisation(id)`,
    `ALTER TABLE person ADD COLUMN phone_hash TEXT`,
    `ALTER TABLE person ADD COLUMN phone_sealed TEXT`,
    `ALTER TABLE person ADD COLUMN initial_hash TEXT`,
    `ALTER TABLE person ADD COLUMN initial_expires_at INTEGER`,
    `ALTER TABLE person ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0,1))`,
    `ALTER TABLE person ADD COLUMN password_changed_at INTEGER`,
    `ALTER TABLE person ADD COLUMN last_seen_at INTEGER`,
    `ALTER TABLE person ADD COLUMN disabled_reason TEXT NOT NULL DEFAULT '' CHECK (disabled_reason IN ('','unused','administrator','left'))`,
    `ALTER TABLE person ADD COLUMN left_at INTEGER`,
    `CREATE UNIQUE INDEX person_phone ON person (phone_hash) WHERE phone_hash IS NOT NULL`,
    `CREATE INDEX person_organisation ON person (organisation_id, status)`,
    `UPDATE person SET organisation_id = (SELECT r.organisation_id FROM role_assignment r WHERE r.person_id = person.id
      AND r.organisation_id IS NOT NULL ORDER BY r.valid_from, r.id LIMIT 1)`,

    `ALTER TABLE role_assignment ADD COLUMN designation TEXT NOT NULL DEFAULT '' CHECK (designation IN (${DESIGNATIONS}))`,
    `ALTER TABLE role_assignment ADD COLUMN granted_by TEXT REFERENCES person(id)`,
    `CREATE INDEX role_assignment_designation ON role_assignment (organisation_id, designation, person_id, valid_from, valid_to)
      WHERE designation <> ''`,
    `ALTER TABLE role_assignment ADD COLUMN closed_at INTEGER`,
    `ALTER TABLE role_assignment ADD COLUMN via_workspace_id TEXT REFERENCES workspace(id)`,

    `ALTER TABLE session ADD COLUMN stage TEXT NOT NULL DEFAULT 'full' CHECK (stage IN ('secondFactor','enrol','changePassword','full'))`,
    `ALTER TABLE session ADD COLUMN hat_id TEXT REFERENCES role_assignment(id)`,
    `ALTER TABLE session ADD COLUMN privileged INTEGER NOT NULL DEFAULT 0 CHECK (privileged IN (0,1))`,

    `CREATE TABLE operator_duty (
      person_id TEXT NOT NULL PRIMARY KEY REFERENCES person(id),
      duty TEXT NOT NULL CHECK (duty IN (${DUTIES})),
      granted_at INTEGER NOT NULL,
      granted_by TEXT REFERENCES person(id),
      approved_by TEXT REFERENCES person(id),
      ended_at INTEGER,
      CHECK (granted_by IS NULL OR granted_by <> person_id),
      CHECK (approved_by IS NULL OR (approved_by <> person_id AND approved_by <> granted_by))
    ) STRICT`,
    `CREATE INDEX operator_duty_duty ON operator_duty (duty, ended_at)`,
    `CREATE TRIGGER operator_duty_is_for_life BEFORE UPDATE OF duty, person_id ON operator_duty BEGIN
      SELECT RAISE(ABORT, 'a duty never changes: one account, one duty'); END`,
    `CREATE TRIGGER operator_without_business BEFORE INSERT ON operator_duty
      WHEN EXISTS (SELECT 1 FROM role_assignment r WHERE r.person_id = NEW.person_id AND (r.valid_to IS NULL OR r.valid_to > NEW.granted_at))
        OR EXISTS (SELECT 1 FROM membership m WHERE m.person_id = NEW.person_id AND m.ended_at IS NULL)
        OR EXISTS (SELECT 1 FROM unit_admin u WHERE u.person_id = NEW.person_id AND u.ended_at IS NULL) BEGIN
      SELECT RAISE(ABORT, 'operators hold no business rights'); END`,
    `CREATE TRIGGER operator_back_without_business BEFORE UPDATE OF ended_at ON operator_duty
      WHEN NEW.ended_at IS NULL
        AND (EXISTS (SELECT 1 FROM role_assignment r WHERE r.person_id = NEW.person_id AND (r.valid_to IS NULL OR r.valid_to > NEW.granted_at))
        OR EXISTS (SELECT 1 FROM membership m WHERE m.person_id = NEW.person_id AND m.ended_at IS NULL)
        OR EXISTS (SELECT 1 FROM unit_admin u WHERE u.person_id = NEW.person_id AND u.ended_at IS NULL)) BEGIN
      SELECT RAISE(ABORT, 'operators hold no business rights'); END`,
    // While the first day lasts there is no second person; afterwards nobody becomes an operator without one.
    `CREATE TRIGGER operator_by_two_persons BEFORE INSERT ON operator_duty
      WHEN (NEW.granted_by IS NULL OR NEW.approved_by IS NULL) AND EXISTS (SELECT 1 FROM setting WHERE key = 'setup.completed') BEGIN
      SELECT RAISE(ABORT, 'a duty is granted by two persons'); END`,
    `CREATE TRIGGER operator_back_by_two_persons BEFORE UPDATE OF ended_at ON operator_duty
      WHEN NEW.ended_at IS NULL AND OLD.ended_at IS NOT NULL
        AND (NEW.granted_by IS NULL OR NEW.approved_by IS NULL OR NEW.granted_at <= OLD.granted_at) BEGIN
      SELECT RAISE(ABORT, 'a duty is granted by two persons'); END`,
    `CREATE TRIGGER business_without_operator_role BEFORE INSERT ON role_assignment WHEN ${isOperator("NEW.person_id")} BEGIN
      SELECT RAISE(ABORT, 'operators hold no business rights'); END`,
    `CREATE TRIGGER business_without_operator_role_again BEFORE UPDATE OF valid_to, person_id ON role_assignment
      WHEN (NEW.person_id <> OLD.person_id OR (OLD.valid_to IS NOT NULL AND (NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to)))
        AND ${isOperator("NEW.person_id")} BEGIN
      SELECT RAISE(ABORT, 'operators hold no business rights'); END`,
    `CREATE TRIGGER business_without_operator_member BEFORE INSERT ON membership WHEN ${isOperator("NEW.person_id")} BEGIN
      SELECT RAISE(ABORT, 'operators hold no business rights'); END`,
    `CREATE TRIGGER business_without_operator_member_again BEFORE UPDATE ON membership
      WHEN NEW.ended_at IS NULL AND ${isOperator("NEW.person_id")} BEGIN
      SELECT RAISE(ABORT, 'operators hold no business rights'); END`,

    `CREATE TABLE unit_admin (
      organisation_id TEXT NOT NULL REFERENCES organisation(id),
      person_id TEXT NOT NULL REFERENCES person(id),
      granted_by TEXT REFERENCES person(id),
      created_at INTEGER NOT NULL,
      ended_at INTEGER,
      PRIMARY KEY (organisation_id, person_id)
    ) STRICT`,
    `CREATE INDEX unit_admin_person ON unit_admin (person_id, ended_at)`,
    `CREATE TRIGGER business_without_operator_admin BEFORE INSERT ON unit_admin WHEN ${isOperator("NEW.person_id")} BEGIN
      SELECT RAISE(ABORT, 'operators hold no business rights'); END`,

    `CREATE TRIGGER business_without_operator_admin_again BEFORE UPDATE ON unit_admin
      WHEN NEW.ended_at IS NULL AND ${isOperator("NEW.person_id")} BEGIN
      SELECT RAISE(ABORT, 'operators hold no business rights'); END`,

    `CREATE TABLE second_factor (
      person_id TEXT NOT NULL PRIMARY KEY REFERENCES person(id),
      secret_sealed TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      confirmed_at INTEGER,
      last_step INTEGER NOT NULL
    ) STRICT`,
    `CREATE TABLE recovery_code (
      person_id TEXT NOT NULL REFERENCES person(id),
      code_hash TEXT NOT NULL,
      used_at INTEGER,
      PRIMARY KEY (person_id, code_hash)
    ) STRICT`,

    `CREATE TABLE approval (
      id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('duty','provinceAdmin','unitAdmin','secondFactorReset')),
      subject_id TEXT NOT NULL REFERENCES person(id),
      payload TEXT NOT NULL,
      reason TEXT NOT NULL,
      requested_by TEXT NOT NULL REFERENCES person(id),
      requested_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending','approved','refused','withdrawn','expired')),
      decided_by TEXT REFERENCES person(id),
      decided_at INTEGER,
      note TEXT NOT NULL,
      CHECK (decided_by IS NULL OR (decided_by <> requested_by AND decided_by <> subject_id))
    ) STRICT`,
    `CREATE INDEX approval_state ON approval (state, requested_at)`,

    `CREATE TABLE invitation (
      id TEXT NOT NULL PRIMARY KEY,
      code_hash TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL CHECK (kind IN ('duty','unit','workspace')),
      duty TEXT CHECK (duty IN (${DUTIES})),
      organisation_id TEXT REFERENCES organisation(id),
      workspace_id TEXT REFERENCES workspace(id),
      side TEXT CHECK (side IN ('holder','applicant','alliance','guide')),
      role TEXT CHECK (role IN (${ROLES})),
      scope_kind TEXT CHECK (scope_kind IN ('region','achievement','school','alliance')),
      scope_id TEXT,
      designation TEXT NOT NULL CHECK (designation IN (${DESIGNATIONS})),
      title TEXT NOT NULL,
      note TEXT NOT NULL,
      max_uses INTEGER NOT NULL CHECK (max_uses BETWEEN 1 AND 500),
      uses INTEGER NOT NULL CHECK (uses BETWEEN 0 AND max_uses),
      created_by TEXT NOT NULL REFERENCES person(id),
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      revoked_at INTEGER
    ) STRICT`,
    `CREATE INDEX invitation_organisation ON invitation (organisation_id, created_at)`,
    `CREATE INDEX invitation_workspace ON invitation (workspace_id, created_at)`,
    `CREATE TABLE invitation_use (
      invitation_id TEXT NOT NULL REFERENCES invitation(id),
      person_id TEXT NOT NULL REFERENCES person(id),
      at INTEGER NOT NULL,
      PRIMARY KEY (invitation_id, person_id)
    ) STRICT`,

    `CREATE TABLE access_token (
      id TEXT NOT NULL PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES person(id),
      name TEXT NOT NULL,
      token_hash TEXT NOT NULL UNIQUE,
      hint TEXT NOT NULL,
      scopes TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      last_used_at INTEGER,
      last_used_address TEXT NOT NULL,
      revoked_at INTEGER
    ) STRICT`,
    `CREATE INDEX access_token_person ON access_token (person_id, revoked_at)`,
    // Scripts end with the account, and with a password that somebody else had to reset; an account that comes back makes new ones.
    `CREATE TRIGGER access_token_ends AFTER UPDATE OF status, left_at, password_hash ON person
      WHEN NEW.status <> 'active' OR NEW.left_at IS NOT NULL OR (NEW.password_hash IS NULL AND OLD.password_hash IS NOT NULL) BEGIN
      UPDATE access_token SET revoked_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE person_id = NEW.id AND revoked_at IS NULL; END`,

    `CREATE TABLE break_glass (
      id TEXT NOT NULL PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspace(id),
      person_id TEXT NOT NULL REFERENCES person(id),
      reason TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      ends_at INTEGER NOT NULL
    ) STRICT`,
    `CREATE INDEX break_glass_person ON break_glass (person_id, workspace_id, ends_at)`,
  ],
};
