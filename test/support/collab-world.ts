import { createSessions, type Sessions } from "#server/accounts/sessions.ts";
import type { App } from "#server/core/context.ts";
import type { Db } from "#db/client.ts";
import type { DocumentId, OrganisationId, PersonId, Role, Side, WorkspaceId } from "#db/schema.ts";

/** Ids of what seedWorld writes. Persons are named by what they may do at PLAN. */
export const WORKSPACE = "workspacepair" as WorkspaceId;
export const OTHER_WORKSPACE = "workspaceother" as WorkspaceId;
export const PLAN = "plandocument" as DocumentId;
export const PLANS: readonly DocumentId[] = Array.from({ length: 20 }, (_, i) => `plandocument${i}` as DocumentId);
export const WRITERS: readonly PersonId[] = Array.from({ length: 12 }, (_, i) => `writer${i}` as PersonId);
export const COMMENTER = "commenter" as PersonId;
/** A member without live read. */
export const OUTSIDER_INSIDE = "publishedonly" as PersonId;
export const STRANGER = "stranger" as PersonId;
const HOLDER = "holderunit" as OrganisationId;
const BUREAU = "bureauunit" as OrganisationId;
const IDLE = 30 * 60_000;

/** One pair workspace with twenty-one plans, writers, a commenter, a member who sees published versions only; and a stranger's workspace. */
export async function seedWorld(db: Db, now: number): Promise<void> {
  await db
    .insertInto("organisation")
    .values([
      { id: HOLDER, name: "成果持有单位", kind: "holderUnit", region_code: null, parent_id: null, is_demo: 1 },
      { id: BUREAU, name: "应用方教育局", kind: "bureau", region_code: null, parent_id: null, is_demo: 1 },
    ])
    .execute();
  for (const id of [WORKSPACE, OTHER_WORKSPACE]) await insertWorkspace(db, id, now);
  const people: [PersonId, WorkspaceId, Role, Side, OrganisationId][] = [
    ...WRITERS.map((id): [PersonId, WorkspaceId, Role, Side, OrganisationId] => [id, WORKSPACE, "regionOfficer", "applicant", BUREAU]),
    [COMMENTER, WORKSPACE, "holderExpert", "holder", HOLDER],
    [OUTSIDER_INSIDE, WORKSPACE, "allianceTeacher", "applicant", BUREAU],
    [STRANGER, OTHER_WORKSPACE, "regionOfficer", "applicant", BUREAU],
  ];
  for (const [id, workspaceId, role, side, organisationId] of people) {
    const person = { id, login: id, login_key: id, display_name: `成员 ${id}`, mark: "应", password_hash: null };
    await db
      .insertInto("person")
      .values({ ...person, status: "active", created_at: now, is_demo: 1 })
      .execute();
    await db
      .insertInto("membership")
      .values({
        workspace_id: workspaceId,
        person_id: id,
        role,
        side,
        organisation_id: organisationId,
        title: "",
        created_at: now,
        ended_at: null,
      })
      .execute();
  }
  for (const id of [PLAN, ...PLANS]) await insertPlan(db, id, now);
}

async function insertWorkspace(db: Db, id: WorkspaceId, now: number): Promise<void> {
  const links = { achievement_id: null, region_code: null, subject_code: null, stage_code: null };
  const words = { title: "空间", purpose: "", cycle: "", source_note: "" };
  await db
    .insertInto("workspace")
    .values({ id, kind: "pair", ...links, ...words, is_demo: 1, created_at: now, archived_at: null })
    .execute();
}

async function insertPlan(db: Db, id: DocumentId, now: number): Promise<void> {
  const shape = { kind: "regionalPlan", template_key: "regional_plan", state: "draft", schema_version: 1 } as const;
  const owner = { workspace_id: WORKSPACE, organisation_id: BUREAU, created_by: WRITERS[0] ?? COMMENTER };
  const times = { created_at: now, updated_at: now, deleted_at: null };
  await db
    .insertInto("document")
    .values({ id, ...shape, ...owner, ...times, title: "方案", lineage: `lineage${id}`, released_version_id: null })
    .execute();
}

export function createTestSessions(app: App): Sessions {
  return createSessions(app, { idle: IDLE, idlePrivileged: IDLE, absolute: 24 * IDLE, perPerson: 100, guardWindow: IDLE });
}
