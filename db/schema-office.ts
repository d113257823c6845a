/** Tables of groups, imports, audit, notifications and search; part of Schema in schema.ts. */
import type { Generated } from "kysely";
import type { Branded, DocumentId, Flag, Instant, OrganisationId, PersonId, WorkspaceId } from "./schema.ts";

export type WorkingGroupId = Branded<"workingGroup">;
export type ImportBatchId = Branded<"importBatch">;

export type GroupPost = "leader" | "deputy" | "secretary" | "member";
export type ImportKind = "organisations" | "people" | "achievements" | "weakRegions";
export type ImportState = "parsing" | "preview" | "failed" | "committing" | "done" | "discarded";
export type AuditOutcome = "success" | "failure";
export type Delivery = "live" | "daily" | "weekly" | "off";
export type SearchKind = "person" | "organisation" | "workspace" | "documentLive" | "documentReleased";

/** 成果推广应用工作组 (S12). */
export interface WorkingGroupTable {
  id: WorkingGroupId;
  /** The unit that leads it. */
  organisation_id: OrganisationId;
  region_code: string | null;
  name: string;
  purpose: string;
  created_at: Instant;
  ended_at: Instant | null;
}

export interface WorkingGroupMemberTable {
  group_id: WorkingGroupId;
  person_id: PersonId;
  post: GroupPost;
  organisation_id: OrganisationId;
  title: string;
  valid_from: Instant;
  valid_to: Instant | null;
}

/** 专家库 (basis of S18). Lists are JSON arrays of codes or ids. */
export interface ExpertTable {
  person_id: PersonId;
  subjects: string;
  stages: string;
  regions: string;
  /** Units the expert must not judge beside the own one: conflict of interest. */
  avoid: string;
  specialty: string;
  accepting: Flag;
  updated_at: Instant;
}

export interface RegionFlagTable {
  region_code: string;
  flag: string;
  /** YYYY or YYYY-MM, as the source states it. */
  valid_from: string;
  valid_to: string | null;
  source: string;
  /** 1: shipped with the product, refreshed at each start. */
  shipped: Flag;
}

export interface ImportBatchTable {
  id: ImportBatchId;
  kind: ImportKind;
  person_id: PersonId;
  /** Unit whose administrator imports: rows outside its subtree are faulty. Null for an operator. */
  organisation_id: OrganisationId | null;
  file_name: string;
  file_hash: string;
  created_at: Instant;
  expires_at: Instant;
  state: ImportState;
  /** Percent of the present state. */
  progress: number;
  rows_total: number;
  rows_bad: number;
  /** JSON: counts, faults by row and column, samples; never a phone number. */
  report: string;
}

/** Rows of a batch under the installation's key; gone when the batch is done, discarded or expired. */
export interface ImportChunkTable {
  batch_id: ImportBatchId;
  /** Rows that can be written; rows that cannot, with their reasons; initial passwords until they were taken. */
  part: "rows" | "faults" | "credentials";
  number: number;
  sealed: string;
}

/** MLPS 8.1.4.3: time, user, address, type, object, outcome; each entry carries the hash of the one before. */
export interface AuditTable {
  id: Generated<number>;
  at: Instant;
  /** Null where nobody was signed in, and for the system itself. No foreign key: the log outlives people. */
  actor_id: PersonId | null;
  actor_name: string;
  /** Role or duty in which the person acted. */
  actor_hat: string;
  /** Client address; "system" for jobs. */
  address: string;
  type: string;
  object_kind: string;
  object_id: string;
  workspace_id: WorkspaceId | null;
  outcome: AuditOutcome;
  /** JSON with ids, names and counts; never document text, passwords, codes or phone numbers. */
  detail: string;
  prev_hash: string;
  hash: string;
}

export interface AuditCheckpointTable {
  up_to_id: number;
  at: Instant;
  hash: string;
  entries: number;
  file: string;
}

export interface NotificationTable {
  id: Generated<number>;
  person_id: PersonId;
  at: Instant;
  type: string;
  workspace_id: WorkspaceId | null;
  document_id: DocumentId | null;
  /** JSON with ids and counts; names are looked up when it is read, by the rights the reader has then. */
  payload: string;
  /** Shown from then on: now for live ones, the next digest for the others. */
  due_at: Instant;
  read_at: Instant | null;
}

export interface NotificationSettingTable {
  person_id: PersonId;
  topic: string;
  delivery: Delivery;
}

export interface SearchEntryTable {
  id: Generated<number>;
  kind: SearchKind;
  object_id: string;
  /** Of a workspace and its documents. */
  workspace_id: WorkspaceId | null;
  /** Of a person the home unit, of a unit itself. */
  organisation_id: OrganisationId | null;
  region_code: string | null;
  title: string;
  /** Title without width, case, spaces and punctuation. */
  title_key: string;
  body: string;
  /** First letters of the title's pinyin. */
  initials: string;
}

export interface SearchDirtyTable {
  kind: "person" | "organisation" | "workspace" | "document";
  object_id: string;
  /** Grows with every change: a row that changed while it was read stays. */
  revision: Generated<number>;
}
