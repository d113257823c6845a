import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { HatId, Instant, MembershipTable, OrganisationId, PersonId, Role, Side, WorkspaceId } from "./schema.ts";

/** What lists show of these workspaces, open and archived. */
export async function listSummaries(db: DbOrTrx, ids: readonly WorkspaceId[]) {
  return ids.length === 0 ? [] : selectSummaries(db).where("w.id", "in", ids).execute();
}

export async function findWorkspace(db: DbOrTrx, id: WorkspaceId) {
  return db
    .selectFrom("workspace as w")
    .leftJoin("achievement as a", "a.id", "w.achievement_id")
    .leftJoin("region as r", "r.code", "w.region_code")
    .leftJoin("subject as j", "j.code", "w.subject_code")
    .leftJoin("stage as s", "s.code", "w.stage_code")
    .select(["w.id as id", "w.kind as kind", "w.title as title", "w.purpose as purpose", "w.cycle as cycle", "w.is_demo as isDemo"])
    .select(["w.source_note as sourceNote", "w.created_at as createdAt", "w.archived_at as archivedAt"])
    .select(["a.id as achievementId", "a.title as achievementTitle", "a.year as achievementYear", "a.level as achievementLevel"])
    .select(["a.holder_unit as achievementHolder", "r.code as regionCode", "r.name as regionName"])
    .select(["j.name as subjectName", "s.name as stageName"])
    .where("w.id", "=", id)
    .executeTakeFirst();
}

/** Units of the workspace, the lead of each side first. */
export async function listParties(db: DbOrTrx, workspaceId: WorkspaceId) {
  return db
    .selectFrom("workspace_party as p")
    .innerJoin("organisation as o", "o.id", "p.organisation_id")
    .select(["p.side as side", "p.duties as duties", "p.is_lead as isLead", "o.id as organisationId", "o.name as name"])
    .select(["o.kind as kind", "o.is_demo as isDemo", "o.region_code as regionCode"])
    .where("p.workspace_id", "=", workspaceId)
    .orderBy("p.side")
    .orderBy("p.is_lead", "desc")
    .orderBy("o.region_code")
    .orderBy("o.id")
    .execute();
}

/** People who are members now; disabled accounts are left out, as they are everywhere else. */
export async function listCurrentMembers(db: DbOrTrx, workspaceId: WorkspaceId) {
  return db
    .selectFrom("membership as m")
    .innerJoin("person as p", "p.id", "m.person_id")
    .innerJoin("organisation as o", "o.id", "m.organisation_id")
    .select(["p.id as personId", "p.display_name as name", "p.mark as mark", "m.role as role", "m.side as side", "m.title as title"])
    .select(["o.id as organisationId", "o.name as unit", "m.created_at as since"])
    .where("m.workspace_id", "=", workspaceId)
    .where("m.ended_at", "is", null)
    .where("p.status", "=", "active")
    .execute();
}

/**
 * Active people of these units (by a role of today or by their home unit) who are not members of the workspace; operators are never among
 * them. One row per person and unit, with the title of the role where there is one. Null: no workspace yet.
 */
export async function listPeopleOfUnits(db: DbOrTrx, workspaceId: WorkspaceId | null, units: readonly OrganisationId[], now: Instant) {
  if (units.length === 0) return [];
  const people = db
    .selectFrom("person as p")
    .innerJoin("organisation as o", (join) => join.on("o.id", "in", units))
    .select(["p.id as personId", "p.display_name as name", "p.mark as mark"])
    .select(["o.id as organisationId", "o.name as unit", "o.kind as unitKind"])
    .where("p.status", "=", "active")
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("operator_duty as d").select("d.duty").whereRef("d.person_id", "=", "p.id").where("d.ended_at", "is", null))),
    )
    .$if(workspaceId !== null, (query) =>
      query.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("membership as m")
              .select("m.person_id")
              .whereRef("m.person_id", "=", "p.id")
              .where("m.workspace_id", "=", workspaceId)
              .where("m.ended_at", "is", null),
          ),
        ),
      ),
    );
  const byRole = await people
    .innerJoin("role_assignment as r", (join) => join.onRef("r.person_id", "=", "p.id").onRef("r.organisation_id", "=", "o.id"))
    .select("r.title as title")
    .where("r.valid_from", "<=", now)
    .where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)]))
    .orderBy("r.id")
    .execute();
  const byHome = await people
    .whereRef("p.organisation_id", "=", "o.id")
    .select(({ val }) => val("").as("title"))
    .orderBy("p.id")
    .execute();
  const seen = new Set(byRole.map(({ personId, organisationId }) => `${personId} ${organisationId}`));
  return [...byRole, ...byHome.filter(({ personId, organisationId }) => !seen.has(`${personId} ${organisationId}`))];
}

export async function findCurrentMember(db: DbOrTrx, workspaceId: WorkspaceId, personId: PersonId) {
  return db
    .selectFrom("membership as m")
    .innerJoin("person as p", "p.id", "m.person_id")
    .select(["m.role as role", "m.side as side", "m.organisation_id as organisationId", "p.display_name as name"])
    .where("m.workspace_id", "=", workspaceId)
    .where("m.person_id", "=", personId)
    .where("m.ended_at", "is", null)
    .executeTakeFirst();
}

/** Adds a member, or brings one back under the new role. */
export async function upsertMembership(db: DbOrTrx, row: Omit<MembershipTable, "ended_at">): Promise<void> {
  await db
    .insertInto("membership")
    .values({ ...row, ended_at: null })
    .onConflict((oc) =>
      oc.columns(["workspace_id", "person_id"]).doUpdateSet({
        role: row.role,
        side: row.side,
        organisation_id: row.organisation_id,
        title: row.title,
        created_at: row.created_at,
        ended_at: null,
      }),
    )
    .execute();
}

/** False when the person was not a member of that side any more. */
export async function closeMembership(
  db: DbOrTrx,
  workspaceId: WorkspaceId,
  personId: PersonId,
  side: Side,
  now: Instant,
): Promise<boolean> {
  const result = await db
    .updateTable("membership")
    .set({ ended_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("person_id", "=", personId)
    .where("side", "=", side)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * Ends the roles of a kind and unit that came by a workspace's invitation and that no membership uses any more.
 * @returns what was ended
 */
export async function closeInvitedRoles(
  db: DbOrTrx,
  { personId, role, organisationId }: { personId: PersonId; role: Role; organisationId: OrganisationId },
  now: Instant,
): Promise<{ id: HatId; scopeId: string }[]> {
  return db
    .updateTable("role_assignment")
    .set({ closed_at: now, valid_to: sql<Instant>`min(coalesce(valid_to, ${now}), ${now})` })
    .where("person_id", "=", personId)
    .where("role", "=", role)
    .where("organisation_id", "=", organisationId)
    .where("via_workspace_id", "is not", null)
    .where("closed_at", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("membership as m")
            .select("m.person_id")
            .where("m.person_id", "=", personId)
            .where("m.role", "=", role)
            .where("m.organisation_id", "=", organisationId)
            .where("m.ended_at", "is", null),
        ),
      ),
    )
    .returning(["id", "scope_id as scopeId"])
    .execute();
}

/** How many active people other than `except` (null: nobody) hold one of these roles on a side. */
export async function countHolders(
  db: DbOrTrx,
  workspaceId: WorkspaceId,
  side: Side,
  roles: readonly Role[],
  except: PersonId | null,
): Promise<number> {
  const row = await db
    .selectFrom("membership as m")
    .innerJoin("person as p", "p.id", "m.person_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("m.workspace_id", "=", workspaceId)
    .where("m.side", "=", side)
    .where("m.role", "in", roles)
    .$if(except !== null, (query) => query.where("m.person_id", "!=", except))
    .where("m.ended_at", "is", null)
    .where("p.status", "=", "active")
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Name, mark, unit and side as presence shows them, for a member or an overseer's unit. */
export async function findPresenceIdentity(db: DbOrTrx, personId: PersonId, organisationId: OrganisationId) {
  return db
    .selectFrom("person as p")
    .innerJoin("organisation as o", (join) => join.on("o.id", "=", organisationId))
    .select(["p.display_name as name", "p.mark as mark", "o.name as unit"])
    .where("p.id", "=", personId)
    .executeTakeFirst();
}

function selectSummaries(db: DbOrTrx) {
  return db
    .selectFrom("workspace as w")
    .leftJoin("achievement as a", "a.id", "w.achievement_id")
    .leftJoin("region as r", "r.code", "w.region_code")
    .select(["w.id as id", "w.kind as kind", "w.title as title", "w.is_demo as isDemo", "w.archived_at as archivedAt"])
    .select(["a.title as achievementTitle", "r.name as regionName", "w.created_at as createdAt"])
    .select((eb) => [
      eb
        .selectFrom("membership as c")
        .innerJoin("person as cp", "cp.id", "c.person_id")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .whereRef("c.workspace_id", "=", "w.id")
        .where("c.ended_at", "is", null)
        .where("cp.status", "=", "active")
        .as("memberCount"),
      eb
        .selectFrom("workspace_party as t")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .whereRef("t.workspace_id", "=", "w.id")
        .as("partyCount"),
      eb
        .selectFrom("activity as v")
        .select((inner) => inner.fn.max("v.at").as("at"))
        .whereRef("v.workspace_id", "=", "w.id")
        .as("lastActivityAt"),
    ]);
}
