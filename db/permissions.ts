import type { DbOrTrx } from "./client.ts";
import type {
  DocumentId,
  DocumentKind,
  DocumentState,
  Instant,
  OrganisationId,
  PersonId,
  Role,
  Side,
  VersionId,
  WorkspaceId,
} from "./schema.ts";

export interface MembershipFacts {
  readonly role: Role;
  readonly side: Side;
  readonly organisationId: OrganisationId;
}

/** The person's current membership, or undefined. */
export async function findMembership(db: DbOrTrx, workspaceId: WorkspaceId, personId: PersonId): Promise<MembershipFacts | undefined> {
  return db
    .selectFrom("membership")
    .innerJoin("person", "person.id", "membership.person_id")
    .select(["membership.role as role", "membership.side as side", "membership.organisation_id as organisationId"])
    .where("membership.workspace_id", "=", workspaceId)
    .where("membership.person_id", "=", personId)
    .where("membership.ended_at", "is", null)
    .where("person.status", "=", "active")
    .executeTakeFirst();
}

/** A province role that covers the workspace's region: the person is not a member but oversees published versions. */
export async function findProvinceRole(
  db: DbOrTrx,
  workspaceId: WorkspaceId,
  personId: PersonId,
  now: Instant,
): Promise<MembershipFacts | undefined> {
  const rows = await db
    .selectFrom("role_assignment as r")
    .innerJoin("person", "person.id", "r.person_id")
    .innerJoin("workspace as w", (join) => join.on("w.id", "=", workspaceId))
    .select(["r.role as role", "r.organisation_id as organisationId", "r.scope_id as scopeId", "w.region_code as regionCode"])
    .where("r.person_id", "=", personId)
    .where("r.role", "=", "provinceAdmin")
    .where("r.valid_from", "<=", now)
    .where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)]))
    .where("person.status", "=", "active")
    .execute();
  const row = rows.find((r) => r.regionCode !== null && r.regionCode.slice(0, 2) === r.scopeId.slice(0, 2));
  if (!row || row.organisationId === null) return undefined;
  return { role: row.role, side: "guide", organisationId: row.organisationId };
}

export interface StandingFacts extends MembershipFacts {
  readonly workspaceId: WorkspaceId;
  readonly archivedAt: Instant | null;
}

/** Every workspace the person is a member of now. */
export async function listMemberships(db: DbOrTrx, personId: PersonId): Promise<StandingFacts[]> {
  return db
    .selectFrom("membership as m")
    .innerJoin("person as p", "p.id", "m.person_id")
    .innerJoin("workspace as w", "w.id", "m.workspace_id")
    .select([
      "w.id as workspaceId",
      "w.archived_at as archivedAt",
      "m.role as role",
      "m.side as side",
      "m.organisation_id as organisationId",
    ])
    .where("m.person_id", "=", personId)
    .where("m.ended_at", "is", null)
    .where("p.status", "=", "active")
    .execute();
}

/** Every workspace that a province role of the person covers, as findProvinceRole decides for one. */
export async function listProvinceStandings(db: DbOrTrx, personId: PersonId, now: Instant): Promise<StandingFacts[]> {
  const rows = await db
    .selectFrom("role_assignment as r")
    .innerJoin("person as p", "p.id", "r.person_id")
    .innerJoin("workspace as w", (join) =>
      join.on((eb) =>
        eb(eb.fn("substr", ["w.region_code", eb.val(1), eb.val(2)]), "=", eb.fn("substr", ["r.scope_id", eb.val(1), eb.val(2)])),
      ),
    )
    .select(["w.id as workspaceId", "w.archived_at as archivedAt", "r.role as role", "r.organisation_id as organisationId"])
    .where("r.person_id", "=", personId)
    .where("r.role", "=", "provinceAdmin")
    .where("r.valid_from", "<=", now)
    .where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)]))
    .where("p.status", "=", "active")
    .execute();
  return rows.flatMap(({ organisationId, ...row }) =>
    organisationId === null ? [] : [{ ...row, organisationId, side: "guide" as const }],
  );
}

export interface WorkspaceFacts {
  readonly id: WorkspaceId;
  readonly archivedAt: Instant | null;
}

export async function findWorkspaceFacts(db: DbOrTrx, id: WorkspaceId): Promise<WorkspaceFacts | undefined> {
  return db.selectFrom("workspace").select(["id", "archived_at as archivedAt"]).where("id", "=", id).executeTakeFirst();
}

export interface DocumentFacts {
  readonly id: DocumentId;
  readonly workspaceId: WorkspaceId;
  readonly kind: DocumentKind;
  readonly state: DocumentState;
  readonly organisationId: OrganisationId;
  readonly lineage: string;
}

/** Documents in the trash are not found. */
export async function findDocumentFacts(db: DbOrTrx, id: DocumentId): Promise<DocumentFacts | undefined> {
  return db
    .selectFrom("document")
    .select(["id", "workspace_id as workspaceId", "kind", "state", "organisation_id as organisationId", "lineage"])
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
}

export interface ListedDocument {
  readonly id: DocumentId;
  readonly workspaceId: WorkspaceId;
  readonly kind: DocumentKind;
  readonly organisationId: OrganisationId;
  readonly releasedVersionId: VersionId | null;
  /** When the released version was made, null where there is none. */
  readonly releasedAt: Instant | null;
  readonly updatedAt: Instant;
}

/** What the policy is asked about every document of some workspaces that is not in the trash. */
export async function listDocumentFacts(db: DbOrTrx, workspaceIds: readonly WorkspaceId[]): Promise<ListedDocument[]> {
  if (workspaceIds.length === 0) return [];
  return db
    .selectFrom("document as d")
    .leftJoin("document_version as v", "v.id", "d.released_version_id")
    .select(["d.id as id", "d.workspace_id as workspaceId", "d.kind as kind", "d.organisation_id as organisationId"])
    .select(["d.released_version_id as releasedVersionId", "v.created_at as releasedAt", "d.updated_at as updatedAt"])
    .where("d.workspace_id", "in", workspaceIds)
    .where("d.deleted_at", "is", null)
    .execute();
}
