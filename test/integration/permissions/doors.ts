import type { Db } from "#db/client.ts";
import type { ImportBatchId, WorkingGroupId } from "#db/schema-office.ts";
import type { DocumentId, PersonId, VersionId } from "#db/schema.ts";
import { ENTRY_POINTS, type EntryPoint } from "#server/permissions/entry-points.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import type { Target } from "./expectations.ts";
import { addForeignProvince, FOREIGN } from "./foreign-province.ts";
import { PERSONAS, readPersona, readWorld, type Persona, type World } from "./personas.ts";

export interface Doors {
  readonly product: Product;
  readonly world: World;
  readonly personas: readonly Persona[];
  /** Every value of each parameter of an address, with what it stands for. */
  readonly objects: Readonly<Record<string, readonly { readonly value: string; readonly target: Target }[]>>;
  readonly groups: readonly string[];
}

export const FOREIGN_DOCUMENT = "foreigndocument" as DocumentId;
export const FOREIGN_VERSION = "foreignversion" as VersionId;
const GROUP = "foreigngroup" as WorkingGroupId;
const BATCHES = { own: "batchofunitadmin", foreign: "batchofforeigner" } as const;

const REPORT = JSON.stringify({
  counts: { total: 0, bad: 0, created: 0, changed: 0, same: 0 },
  encoding: "UTF-8",
  notices: [],
  headings: [],
  faultColumns: {},
});

/** The demo province and a foreign one behind every real door; requests are not counted. */
export async function openDoors(): Promise<Doors> {
  const product = await startProduct({
    env: { REQUEST_BURST: "1000000", REQUESTS_PER_MINUTE: "1000000", PREFIX_REQUEST_BURST: "1000000" },
  });
  const { db } = product.app;
  await addForeignProvince(db);
  await addForeignPlan(db);
  await addOfficeRows(db);
  const world = await readWorld(db);
  const personas: Persona[] = [];
  for (const name of PERSONAS) personas.push(await readPersona(db, world, name));
  return { product, world, personas, objects: await objectsOf(db, world, personas), groups: [GROUP] };
}

async function addForeignPlan(db: Db): Promise<void> {
  const pattern = await db.selectFrom("document").selectAll().where("kind", "=", "regionalPlan").limit(1).executeTakeFirstOrThrow();
  const document = { ...pattern, id: FOREIGN_DOCUMENT, workspace_id: FOREIGN.workspace, organisation_id: FOREIGN.organisation };
  await db
    .insertInto("document")
    .values({ ...document, released_version_id: null, created_by: FOREIGN.person, title: "外省方案" })
    .execute();
  await db
    .insertInto("document_version")
    .values({
      id: FOREIGN_VERSION,
      document_id: FOREIGN_DOCUMENT,
      number: 1,
      name: "外省版本",
      note: "",
      author_id: FOREIGN.person,
      created_at: 1,
      head_seq: 1,
      hash: "0".repeat(64),
      content: "[]",
    })
    .execute();
}

async function addOfficeRows(db: Db): Promise<void> {
  await db
    .insertInto("working_group")
    .values({
      id: GROUP,
      organisation_id: FOREIGN.organisation,
      region_code: null,
      name: "外省工作组",
      purpose: "",
      created_at: 1,
      ended_at: null,
    })
    .execute();
  const unitAdmin = await db
    .selectFrom("unit_admin as u")
    .innerJoin("person as p", "p.id", "u.person_id")
    .select(["p.id as id", "u.organisation_id as unit"])
    .where("p.login", "=", "unitAdmin")
    .executeTakeFirstOrThrow();
  const batch = {
    kind: "people",
    file_name: "名册.csv",
    file_hash: "0",
    created_at: Date.now(),
    expires_at: Date.now() + 3_600_000,
  } as const;
  const state = { state: "preview", progress: 100, rows_total: 0, rows_bad: 0, report: REPORT } as const;
  await db
    .insertInto("import_batch")
    .values([
      { ...batch, ...state, id: BATCHES.own as ImportBatchId, person_id: unitAdmin.id, organisation_id: unitAdmin.unit },
      { ...batch, ...state, id: BATCHES.foreign as ImportBatchId, person_id: FOREIGN.person, organisation_id: FOREIGN.organisation },
    ])
    .execute();
}

async function objectsOf(db: Db, world: World, personas: readonly Persona[]): Promise<Doors["objects"]> {
  const people = await db.selectFrom("person").select(["id", "organisation_id as unitId"]).execute();
  const achievements = await db.selectFrom("achievement").select("id").limit(2).execute();
  const groups = await db.selectFrom("working_group").select(["id", "organisation_id as unitId"]).execute();
  const interesting = new Set<PersonId | null>([FOREIGN.person, ...personas.map(({ personId }) => personId)]);
  const units = new Set<string>([
    FOREIGN.organisation,
    ...people.filter(({ id }) => interesting.has(id)).flatMap(({ unitId }) => unitId ?? []),
  ]);
  const operators = new Set(personas.filter(({ duty }) => duty !== null).map(({ personId }) => personId));
  const unitAdmin = personas.find(({ name }) => name === "unitAdmin")?.personId ?? "";
  return {
    workspaceId: world.workspaces.map(({ id }) => ({ value: id, target: { workspaceId: id } })),
    documentId: world.documents.map(({ id, workspaceId }) => ({ value: id, target: { documentId: id, workspaceId } })),
    versionId: world.versions.map(({ id, documentId }) => ({ value: id, target: { versionId: id, documentId } })),
    achievementId: achievements.map(({ id }) => ({ value: id, target: {} })),
    organisationId: [...units].map((id) => ({ value: id, target: { organisationId: id } })),
    groupId: groups.map(({ id, unitId }) => ({ value: id, target: { unitId } })),
    personId: people
      .filter(({ id }) => interesting.has(id))
      .map(({ id, unitId }) => ({ value: id, target: { personId: id, unitId, isOperator: operators.has(id) } })),
    batchId: [
      { value: BATCHES.own, target: { batchOf: unitAdmin } },
      { value: BATCHES.foreign, target: { batchOf: FOREIGN.person } },
    ],
    kind: ["organisations", "people", "achievements", "weakRegions"].map((kind) => ({ value: kind, target: { kind } })),
    code: [{ value: "NOSUCHCODE", target: {} }],
    "*": [{ value: "nowhere", target: {} }],
  };
}

export interface Address {
  readonly entry: EntryPoint;
  readonly path: string;
  readonly target: Target;
}

/** Every address of a page or an API operation for every object there is: a parameter nobody has values for fails. */
export function addressesOf(doors: Doors, surface: "page" | "api"): Address[] {
  return ENTRY_POINTS.filter((entry) => entry.surface === surface).flatMap((entry) => {
    const path = surface === "page" ? entry.name : (entry.name.split(" ")[1] ?? "");
    return expand(doors, path).map((one) => ({ entry, ...one }));
  });
}

function expand(doors: Doors, pattern: string): { path: string; target: Target }[] {
  const prefix = pattern.startsWith("/api") || pattern.startsWith("/sign-in") ? "" : "";
  const parameter = /:(\w+)|\{(id)\}|(\*)/g;
  let all: { path: string; target: Target }[] = [{ path: prefix + pattern, target: {} }];
  for (const match of pattern.matchAll(parameter)) {
    const name = match[2] === undefined ? (match[1] ?? match[3] ?? "") : pattern.startsWith("/documents") ? "documentId" : "workspaceId";
    const values = doors.objects[name];
    if (values === undefined) throw new Error(`no object for ${name} of ${pattern}`);
    all = all.flatMap((one) =>
      values
        .filter(({ target }) => fits(doors.world, one.target, target) && fitsPattern(pattern, target))
        .map(({ value, target }) => ({ path: one.path.replace(match[0], value), target: { ...one.target, ...target } })),
    );
  }
  return all;
}

/** A document has one address, below its workspace; the others are another test's. */
function fits(world: World, above: Target, below: Target): boolean {
  if (above.documentId !== undefined && below.documentId !== undefined) return above.documentId === below.documentId;
  const workspaceId = below.workspaceId ?? world.documents.find(({ id }) => id === below.documentId)?.workspaceId;
  return above.workspaceId === undefined || workspaceId === undefined || above.workspaceId === workspaceId;
}

function fitsPattern(pattern: string, { kind }: Target): boolean {
  return kind === undefined || !pattern.startsWith("/manage/export") || kind === "organisations" || kind === "people";
}
