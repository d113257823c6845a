import type { Db } from "#db/client.ts";
import type { Duty } from "#db/schema-access.ts";
import type { DocumentId, DocumentKind, OrganisationId, PersonId, Role, VersionId, WorkspaceId, WorkspaceKind } from "#db/schema.ts";
import { newSessionToken, hashSessionToken } from "#server/accounts/tokens.ts";

/** One person of every column of the matrix, every duty and both reaches of unit administrators, and nobody. */
export const PERSONAS = [
  "provinceAdmin",
  "researchOfficer",
  "holderHost",
  "holderExpert",
  "regionOfficer",
  "schoolTeacher",
  "allianceLead",
  "allianceTeacher",
  "systemOperator",
  "securityAdmin",
  "auditor",
  "unitAdmin",
  "nobody",
] as const;
export type PersonaName = (typeof PERSONAS)[number];

export interface StandingFacts {
  readonly role: Role;
  readonly organisationId: OrganisationId;
}

/** A persona with all that rights hang on, read from the rows without a line of the product. */
export interface Persona {
  readonly name: PersonaName;
  /** Null: nobody is signed in. */
  readonly personId: PersonId | null;
  readonly cookie: string;
  readonly duty: Duty | null;
  readonly roles: readonly { readonly role: Role; readonly scopeKind: string; readonly scopeId: string }[];
  /** Units the person administers, with all units below them. */
  readonly administers: ReadonlySet<string>;
  readonly standings: ReadonlyMap<WorkspaceId, StandingFacts>;
}

export interface World {
  readonly workspaces: readonly { readonly id: WorkspaceId; readonly kind: WorkspaceKind; readonly regionCode: string | null }[];
  readonly documents: readonly {
    readonly id: DocumentId;
    readonly workspaceId: WorkspaceId;
    readonly kind: DocumentKind;
    readonly organisationId: OrganisationId;
    readonly releasedVersionId: VersionId | null;
  }[];
  readonly versions: readonly { readonly id: VersionId; readonly documentId: DocumentId }[];
  readonly organisations: readonly {
    readonly id: OrganisationId;
    readonly regionCode: string | null;
    readonly parentId: OrganisationId | null;
  }[];
}

export async function readWorld(db: Db): Promise<World> {
  return {
    workspaces: await db.selectFrom("workspace").select(["id", "kind", "region_code as regionCode"]).execute(),
    documents: await db
      .selectFrom("document")
      .select([
        "id",
        "workspace_id as workspaceId",
        "kind",
        "organisation_id as organisationId",
        "released_version_id as releasedVersionId",
      ])
      .execute(),
    versions: await db.selectFrom("document_version").select(["id", "document_id as documentId"]).execute(),
    organisations: await db.selectFrom("organisation").select(["id", "region_code as regionCode", "parent_id as parentId"]).execute(),
  };
}

/** A session as sign-in leaves it, all steps done. */
export async function openSession(db: Db, personId: PersonId, privileged: boolean): Promise<string> {
  const token = newSessionToken();
  const id = hashSessionToken(token);
  if (id === null) throw new Error("a new token has a hash");
  const now = Date.now();
  await db
    .insertInto("session")
    .values({
      id,
      person_id: personId,
      created_at: now,
      last_active_at: now,
      expires_at: now + 3_600_000,
      user_agent: "",
      address: "",
      privileged: privileged ? 1 : 0,
    })
    .execute();
  return `gongyan_session=${token}`;
}

export async function readPersona(db: Db, world: World, name: PersonaName): Promise<Persona> {
  if (name === "nobody") {
    return { name, personId: null, cookie: "", duty: null, roles: [], administers: new Set(), standings: new Map() };
  }
  const { id: personId } = await db.selectFrom("person").select("id").where("login", "=", name).executeTakeFirstOrThrow();
  const duty = await db.selectFrom("operator_duty").select("duty").where("person_id", "=", personId).executeTakeFirst();
  const roles = await db
    .selectFrom("role_assignment")
    .select(["role", "scope_kind as scopeKind", "scope_id as scopeId", "organisation_id as organisationId"])
    .where("person_id", "=", personId)
    .where("valid_to", "is", null)
    .execute();
  const administered = await db.selectFrom("unit_admin").select("organisation_id as id").where("person_id", "=", personId).execute();
  const members = await db
    .selectFrom("membership")
    .select(["workspace_id as workspaceId", "role", "organisation_id as organisationId"])
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .execute();
  const standings = new Map<WorkspaceId, StandingFacts>();
  const province = roles.find(({ role }) => role === "provinceAdmin");
  for (const { id, regionCode } of world.workspaces) {
    if (province?.organisationId && regionCode?.startsWith(province.scopeId.slice(0, 2)) === true) {
      standings.set(id, { role: province.role, organisationId: province.organisationId });
    }
  }
  for (const { workspaceId, ...facts } of members) standings.set(workspaceId, facts);
  return {
    name,
    personId,
    cookie: await openSession(db, personId, duty !== undefined || province !== undefined),
    duty: duty?.duty ?? null,
    roles,
    administers: unitsBelow(
      world,
      administered.map(({ id }) => id),
    ),
    standings,
  };
}

function unitsBelow(world: World, roots: readonly string[]): Set<string> {
  const found = new Set<string>(roots);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { id, parentId } of world.organisations) if (parentId !== null && found.has(parentId)) found.add(id);
  }
  return found;
}
