/** Tables of accounts, duties and invitations; part of Schema in schema.ts. */
import type { Branded, HatId, Instant, OrganisationId, PersonId, Role, ScopeKind, Side, WorkspaceId } from "./schema.ts";

export type ApprovalId = Branded<"approval">;
export type InvitationId = Branded<"invitation">;
export type AccessTokenId = Branded<"accessToken">;

/** Duties of operation (三员): never two on one account, never with business rights. */
export type Duty = "system" | "security" | "audit";
/** Steps between the right password and a session that counts. */
export type SessionStage = "secondFactor" | "enrol" | "changePassword" | "full";
export type Designation = "" | "chiefPromoter" | "seedTeacher" | "achievementLecturer";
export type DisabledReason = "" | "unused" | "administrator" | "left";
export type ApprovalKind = "duty" | "provinceAdmin" | "unitAdmin" | "secondFactorReset";
export type ApprovalState = "pending" | "approved" | "refused" | "withdrawn" | "expired";

export interface OperatorDutyTable {
  person_id: PersonId;
  duty: Duty;
  granted_at: Instant;
  /** Null for the first operator, who came by the set-up code. */
  granted_by: PersonId | null;
  approved_by: PersonId | null;
  ended_at: Instant | null;
}

/** Looks after the accounts of a unit and of all units below it. */
export interface UnitAdminTable {
  organisation_id: OrganisationId;
  person_id: PersonId;
  granted_by: PersonId | null;
  created_at: Instant;
  ended_at: Instant | null;
}

export interface SecondFactorTable {
  person_id: PersonId;
  /** TOTP secret (RFC 6238, SHA-1, 30 s, 6 digits) under the installation's key. */
  secret_sealed: string;
  created_at: Instant;
  /** Null until a first code was right. */
  confirmed_at: Instant | null;
  /** Highest time step accepted: a code works once. */
  last_step: number;
}

export interface RecoveryCodeTable {
  person_id: PersonId;
  code_hash: string;
  used_at: Instant | null;
}

export interface ApprovalTable {
  id: ApprovalId;
  kind: ApprovalKind;
  /** Whom it concerns; can neither ask nor decide. */
  subject_id: PersonId;
  /** JSON, shape by kind: see server/administration/contract.ts. */
  payload: string;
  reason: string;
  requested_by: PersonId;
  requested_at: Instant;
  expires_at: Instant;
  state: ApprovalState;
  decided_by: PersonId | null;
  decided_at: Instant | null;
  note: string;
}

export interface InvitationTable {
  id: InvitationId;
  /** HMAC-SHA-256 of the code, hex; the code itself is shown once. */
  code_hash: string;
  kind: "duty" | "unit" | "workspace";
  duty: Duty | null;
  organisation_id: OrganisationId | null;
  workspace_id: WorkspaceId | null;
  side: Side | null;
  role: Exclude<Role, "provinceAdmin"> | null;
  scope_kind: Exclude<ScopeKind, "province"> | null;
  scope_id: string | null;
  designation: Designation;
  title: string;
  note: string;
  max_uses: number;
  uses: number;
  created_by: PersonId;
  created_at: Instant;
  expires_at: Instant;
  revoked_at: Instant | null;
}

export interface InvitationUseTable {
  invitation_id: InvitationId;
  person_id: PersonId;
  at: Instant;
}

export interface AccessTokenTable {
  id: AccessTokenId;
  person_id: PersonId;
  name: string;
  /** SHA-256 of the token, hex. */
  token_hash: string;
  /** Last four characters, to tell tokens apart. */
  hint: string;
  /** Space separated, see server/accounts/contract.ts. */
  scopes: string;
  created_at: Instant;
  expires_at: Instant;
  last_used_at: Instant | null;
  last_used_address: string;
  revoked_at: Instant | null;
}

/** A province administrator reads live drafts of one workspace for an hour, in everybody's sight. */
export interface BreakGlassTable {
  id: string;
  workspace_id: WorkspaceId;
  person_id: PersonId;
  reason: string;
  started_at: Instant;
  ends_at: Instant;
}

/** Facts of a hat as sessions and the policy use them. */
export interface HatFacts {
  readonly id: HatId;
  readonly role: Role;
  readonly scopeKind: ScopeKind;
  readonly scopeId: string;
  readonly organisationId: OrganisationId | null;
  readonly title: string;
}
