import type { Generated } from "kysely";
import type {
  AccessTokenTable,
  ApprovalTable,
  BreakGlassTable,
  Designation,
  DisabledReason,
  InvitationTable,
  InvitationUseTable,
  OperatorDutyTable,
  RecoveryCodeTable,
  SecondFactorTable,
  SessionStage,
  UnitAdminTable,
} from "./schema-access.ts";
import type {
  AuditCheckpointTable,
  AuditTable,
  ExpertTable,
  ImportBatchTable,
  ImportChunkTable,
  NotificationSettingTable,
  NotificationTable,
  RegionFlagTable,
  SearchDirtyTable,
  SearchEntryTable,
  WorkingGroupMemberTable,
  WorkingGroupTable,
} from "./schema-office.ts";

declare const brand: unique symbol;
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type PersonId = Branded<"person">;
export type OrganisationId = Branded<"organisation">;
export type AchievementId = Branded<"achievement">;
export type WorkspaceId = Branded<"workspace">;
export type DocumentId = Branded<"document">;
export type VersionId = Branded<"version">;
/** A role assignment, as the role somebody acts in. */
export type HatId = Branded<"hat">;
/** SHA-256 of the session token, hex: the token itself is never stored. */
export type SessionHash = Branded<"session">;

/** Milliseconds since 1970-01-01T00:00:00Z, always from the server's clock. */
export type Instant = number;
/** SQLite and PostgreSQL share integers, not booleans. */
export type Flag = 0 | 1;

export type RegionTier = "province" | "prefecture" | "county";
export type OrganisationKind = "department" | "institute" | "bureau" | "school" | "holderUnit" | "studio";
export type AwardLevel = "special" | "first" | "second" | "unstated";
export type WorkspaceKind = "pair" | "alliance";
/** holder and applicant face each other in a pair; alliance members share one side; guides belong to neither. */
export type Side = "holder" | "applicant" | "alliance" | "guide";
/** Columns of the permission matrix (design chapter 4). A guest by link has no account and no role row. */
export type Role =
  | "provinceAdmin"
  | "researchOfficer"
  | "holderHost"
  | "holderExpert"
  | "regionOfficer"
  | "schoolTeacher"
  | "allianceLead"
  | "allianceTeacher";
export type ScopeKind = "province" | "region" | "achievement" | "school" | "alliance";
export type DocumentKind = "regionalPlan" | "annualPlan" | "achievementSubplan" | "schoolPlan";
export type DocumentState = "draft" | "inReview" | "approved" | "published" | "superseded";

export interface RegionTable {
  code: string;
  name: string;
  tier: RegionTier;
  parent_code: string | null;
  kind: string;
  /** NBS four-region grouping: east, central, west, northeast. */
  band_nbs4: string | null;
  /** Three-band grouping used in award analyses: east, central, west. */
  band_three: string | null;
  /** County flags such as former_poverty_county, comma separated; empty for none. */
  flags: string;
}

export interface SubjectTable {
  code: string;
  name: string;
  stages: string;
}

export interface StageTable {
  code: string;
  name: string;
  grades: string;
}

export interface OrganisationTable {
  id: OrganisationId;
  name: string;
  kind: OrganisationKind;
  region_code: string | null;
  parent_id: OrganisationId | null;
  /** Official code of the unit where it has one; with it a repeated import finds the unit again. */
  code: Generated<string | null>;
  /** Closed units keep their history and take nobody new. */
  ended_at: Generated<Instant | null>;
  /** 1 for units invented for the demo province; shown as 演示数据. */
  is_demo: Flag;
}

export interface AchievementTable {
  id: AchievementId;
  /** Award year, null where the source does not state it. */
  year: number | null;
  level: AwardLevel;
  title: string;
  holder_unit: string;
  holder_kind: string;
  province_code: string | null;
  prefecture: string;
  stage: string;
  subject: string;
  confidence: string;
  source: string;
  /** 1: row of the shipped list, refreshed at each start; 0: brought in by this installation. */
  shipped: Generated<Flag>;
}

export interface StudioTable {
  id: string;
  achievement_id: AchievementId;
  organisation_id: OrganisationId;
  name: string;
}

export interface PersonTable {
  id: PersonId;
  /** Login name as the person writes it. */
  login: string;
  /** NFKC and case-folded login: what uniqueness and sign-in look at. */
  login_key: string;
  display_name: string;
  /** One character shown in the side badge. */
  mark: string;
  /** argon2id in PHC form; null: cannot sign in. */
  password_hash: string | null;
  status: "active" | "disabled";
  created_at: Instant;
  is_demo: Flag;
  /** Home unit: whose administrator looks after the account. Rights hang on roles and memberships, not on it. */
  organisation_id: Generated<OrganisationId | null>;
  /** HMAC-SHA-256 of the normalised number, hex: sign-in searches by it. */
  phone_hash: Generated<string | null>;
  /** The number under the installation's key (core/secrets.ts), for those who may call. */
  phone_sealed: Generated<string | null>;
  /** HMAC-SHA-256 of a one-time initial password (80 random bits, so no slow hash is needed). */
  initial_hash: Generated<string | null>;
  initial_expires_at: Generated<Instant | null>;
  must_change_password: Generated<Flag>;
  password_changed_at: Generated<Instant | null>;
  /** Last completed sign-in. */
  last_seen_at: Generated<Instant | null>;
  disabled_reason: Generated<DisabledReason>;
  /** The person left and asked for deletion: shown as 已注销用户, contributions stay. */
  left_at: Generated<Instant | null>;
}

export interface RoleAssignmentTable {
  id: HatId;
  person_id: PersonId;
  role: Role;
  scope_kind: ScopeKind;
  /** Region code, achievement id, organisation id or workspace id, by scope_kind. */
  scope_id: string;
  organisation_id: OrganisationId | null;
  /** Title in the role as the unit writes it, for example 首席推广官. */
  title: string;
  valid_from: Instant;
  valid_to: Instant | null;
  /** 首席推广官, 种子教师, 成果宣讲员 (S43-S45); empty for none. */
  designation: Generated<Designation>;
  granted_by: Generated<PersonId | null>;
  /** When the memberships held in it were ended: at once when it is ended, else by the clock after valid_to. */
  closed_at: Generated<Instant | null>;
  /** By whose invitation it came: such a role is held for membership and ends with the last one. */
  via_workspace_id: Generated<WorkspaceId | null>;
}

export interface WorkspaceTable {
  id: WorkspaceId;
  kind: WorkspaceKind;
  title: string;
  purpose: string;
  achievement_id: AchievementId | null;
  region_code: string | null;
  subject_code: string | null;
  stage_code: string | null;
  cycle: string;
  /** 1: no source confirms this pairing; shown as 演示数据. */
  is_demo: Flag;
  source_note: string;
  created_at: Instant;
  archived_at: Instant | null;
}

export interface WorkspacePartyTable {
  workspace_id: WorkspaceId;
  side: Side;
  organisation_id: OrganisationId;
  /** What this party undertakes, one sentence. */
  duties: string;
  is_lead: Flag;
}

export interface MembershipTable {
  workspace_id: WorkspaceId;
  person_id: PersonId;
  role: Role;
  side: Side;
  organisation_id: OrganisationId;
  title: string;
  created_at: Instant;
  /** Set when the membership ended; a person may come back with a new row (same key, updated). */
  ended_at: Instant | null;
}

export interface SessionTable {
  id: SessionHash;
  person_id: PersonId;
  created_at: Instant;
  last_active_at: Instant;
  /** Absolute end; the sliding idle end is last_active_at plus the configured idle limit. */
  expires_at: Instant;
  user_agent: string;
  address: string;
  /** What is still to be done before the session counts as signed in. */
  stage: Generated<SessionStage>;
  /** Role the person acts in; null: all of them. Changing it makes a new session. */
  hat_id: Generated<HatId | null>;
  /** 1: an operator's or province administrator's session, with the shorter idle limit. */
  privileged: Generated<Flag>;
}

export interface SignInGuardTable {
  /** "account:", "prefix:" or "seen:" before a digest of the name, the address prefix, or both; see server/accounts/guard-keys.ts. */
  key: string;
  failures: number;
  window_start: Instant;
  locked_until: Instant | null;
}

export interface DocumentTable {
  id: DocumentId;
  workspace_id: WorkspaceId;
  kind: DocumentKind;
  template_key: string;
  title: string;
  state: DocumentState;
  /** The school that owns a school plan, the region's unit for the others: "own" in the permission matrix. */
  organisation_id: OrganisationId;
  /** Identity of this Yjs history; a client that carries another one is refused. */
  lineage: string;
  schema_version: number;
  /** The version that roles without live read may see (submitted or published); null while nothing has left the draft. */
  released_version_id: VersionId | null;
  created_by: PersonId;
  created_at: Instant;
  updated_at: Instant;
  deleted_at: Instant | null;
}

export interface DocumentVersionTable {
  id: VersionId;
  document_id: DocumentId;
  number: number;
  name: string;
  note: string;
  author_id: PersonId;
  created_at: Instant;
  /** Journal sequence the copy was taken at. */
  head_seq: number;
  /** SHA-256 of content, hex. */
  hash: string;
  /** Canonical JSON of the blocks: a full copy. */
  content: string;
}

/** What the server last read out of the shared text: for lists and search, never the truth itself. */
export interface DocumentProjectionTable {
  document_id: DocumentId;
  head_seq: number;
  text: string;
  sections_total: number;
  sections_filled: number;
  /** JSON array of missing required slots. */
  missing: string;
  updated_at: Instant;
}

/** Highest journal sequence that somebody of this side has been shown. */
export interface DocumentSeenTable {
  document_id: DocumentId;
  side: Side;
  seq: number;
  at: Instant;
}

export interface ActivityTable {
  id: Generated<number>;
  workspace_id: WorkspaceId;
  at: Instant;
  actor_id: PersonId | null;
  side: Side;
  type: string;
  /** JSON with ids, names and counts; never document text. */
  payload: string;
}

export interface SettingTable {
  key: string;
  value: string;
}

export interface Schema {
  region: RegionTable;
  subject: SubjectTable;
  stage: StageTable;
  organisation: OrganisationTable;
  achievement: AchievementTable;
  studio: StudioTable;
  person: PersonTable;
  role_assignment: RoleAssignmentTable;
  workspace: WorkspaceTable;
  workspace_party: WorkspacePartyTable;
  membership: MembershipTable;
  session: SessionTable;
  sign_in_guard: SignInGuardTable;
  document: DocumentTable;
  document_version: DocumentVersionTable;
  document_projection: DocumentProjectionTable;
  document_seen: DocumentSeenTable;
  activity: ActivityTable;
  setting: SettingTable;
  operator_duty: OperatorDutyTable;
  unit_admin: UnitAdminTable;
  second_factor: SecondFactorTable;
  recovery_code: RecoveryCodeTable;
  approval: ApprovalTable;
  invitation: InvitationTable;
  invitation_use: InvitationUseTable;
  access_token: AccessTokenTable;
  break_glass: BreakGlassTable;
  working_group: WorkingGroupTable;
  working_group_member: WorkingGroupMemberTable;
  expert: ExpertTable;
  region_flag: RegionFlagTable;
  import_batch: ImportBatchTable;
  import_chunk: ImportChunkTable;
  audit: AuditTable;
  audit_checkpoint: AuditCheckpointTable;
  notification: NotificationTable;
  notification_setting: NotificationSettingTable;
  search_entry: SearchEntryTable;
  search_dirty: SearchDirtyTable;
}
