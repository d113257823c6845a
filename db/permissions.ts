import type { DbOrTrx } from "./client.ts";
import type { DocumentId, DocumentKind, DocumentState, Instant, OrganisationId, PersonId, Role, Side, WorkspaceId } from "./schema.ts";

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
