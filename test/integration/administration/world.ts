import { randomBytes } from "node:crypto";
import { insertToken } from "#db/access-tokens.ts";
import type { AccessTokenId, Duty } from "#db/schema-access.ts";
import type { AchievementId, OrganisationId, OrganisationKind, PersonId, SessionHash, WorkspaceId } from "#db/schema.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { createAccount } from "#server/accounts/commands.ts";
import { newAccessToken } from "#server/accounts/token-text.ts";
import type { App, Context } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { randomIds } from "#server/core/ids.ts";
import { createSecrets } from "#server/core/secrets.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import type { OfficeAction } from "#server/permissions/offices.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";
import { openEmptyDb } from "#test/support/province.ts";

export const PASSWORD = "泾渭分明-koala-59";
/** Stands for a hash nobody's password has. */
const HASH = "$argon2id$none";

export interface World {
  readonly db: Db;
  readonly app: App;
  readonly events: DomainEvent[];
  readonly clock: { now(): number; advance(ms: number): void };
  /** Nobody, from an address of the caller's choice. */
  nobody(address?: string): Context;
  /** The context of a signed-in person, with the duty held at this moment. */
  as(person: PersonId): Promise<Context>;
  grant<A extends OfficeAction>(person: PersonId, action: A): ReturnType<typeof authorizeOffice<A>>;
  person(login: string, unit?: OrganisationId | null): Promise<PersonId>;
  operator(login: string, duty: Duty): Promise<PersonId>;
  /** Gives somebody a confirmed second factor. */
  enrol(person: PersonId): Promise<void>;
  unit(name: string, kind: OrganisationKind, parent?: OrganisationId | null, region?: string | null): Promise<OrganisationId>;
  admin(person: PersonId, unit: OrganisationId): Promise<void>;
  /** The text of an access token of the person's own that lasts a day. */
  token(person: PersonId): Promise<string>;
  audits(type?: string): Promise<{ type: string; object_id: string; outcome: string; detail: string }[]>;
}

/** A migrated database with the regions and nothing else. Only inside a test. */
export async function openWorld(): Promise<World> {
  const db = await openEmptyDb();
  const events: DomainEvent[] = [];
  let offset = 0;
  const clock = { now: () => Date.now() + offset, advance: (ms: number) => void (offset += ms) };
  const deliver = (delivered: readonly DomainEvent[]) => void events.push(...delivered);
  const app: App = { db, clock, ids: randomIds, deliver, secrets: createSecrets(randomBytes(32)) };
  const nobody = (address = "10.1.2.3") => createContext(app, null, "test", address);

  const as = async (personId: PersonId): Promise<Context> => {
    const row = await db.selectFrom("person").selectAll().where("id", "=", personId).executeTakeFirstOrThrow();
    const duty = await db
      .selectFrom("operator_duty")
      .select("duty")
      .where("person_id", "=", personId)
      .where("ended_at", "is", null)
      .executeTakeFirst();
    const { login, display_name: displayName, mark } = row;
    const user = { via: "session", personId, sessionId: "test" as SessionHash, login, displayName, mark, hat: null } as const;
    return createContext(app, { ...user, duty: duty?.duty ?? null }, "test", "10.1.2.3");
  };

  const person: World["person"] = async (login, organisationId = null) => {
    const made = await inTransaction(nobody(), (trx) =>
      createAccount(trx, { login, displayName: login, organisationId, passwordHash: HASH }),
    );
    return made.personId;
  };

  return {
    db,
    app,
    events,
    clock,
    nobody,
    as,
    grant: async (id, action) => authorizeOffice(await as(id), action),
    person,
    async operator(login, duty) {
      const id = await person(login);
      const row = { person_id: id, duty, granted_at: clock.now(), granted_by: null, approved_by: null, ended_at: null };
      await db.insertInto("operator_duty").values(row).execute();
      return id;
    },
    async enrol(id) {
      const row = { person_id: id, secret_sealed: "none", created_at: clock.now(), confirmed_at: clock.now(), last_step: 0 };
      await db.insertInto("second_factor").values(row).execute();
    },
    async unit(name, kind, parent = null, region = "620000") {
      const id = randomIds.next() as OrganisationId; // Ids of the world are made here.
      await db.insertInto("organisation").values({ id, name, kind, region_code: region, parent_id: parent, is_demo: 0 }).execute();
      return id;
    },
    async admin(personId, organisationId) {
      const row = { organisation_id: organisationId, person_id: personId, granted_by: null, created_at: clock.now(), ended_at: null };
      await db.insertInto("unit_admin").values(row).execute();
    },
    async token(personId) {
      const { token, hash, hint } = newAccessToken();
      const now = clock.now();
      // Ids of the world are made here.
      const facts = {
        id: randomIds.next() as AccessTokenId,
        person_id: personId,
        name: "脚本",
        token_hash: hash,
        hint,
        scopes: "read write",
      };
      const life = { created_at: now, expires_at: now + 24 * 3600_000, last_used_at: null, last_used_address: "", revoked_at: null };
      await insertToken(db, { ...facts, ...life });
      return token;
    },
    audits: (type) => {
      const query = db.selectFrom("audit").select(["type", "object_id", "outcome", "detail"]).orderBy("id");
      return (type === undefined ? query : query.where("type", "=", type)).execute();
    },
  };
}

/** A pair workspace between a studio and a bureau with one manager on each side. */
export async function openPair(world: World) {
  const { db, clock } = world;
  const studio = await world.unit("成果工作室", "studio", null, null);
  const bureau = await world.unit("示例市教育局", "bureau", null, "621200");
  const school = await world.unit("示例小学", "school", bureau, "621202");
  const host = await world.person("host", studio);
  const officer = await world.person("officer", bureau);
  const id = randomIds.next() as WorkspaceId; // Ids of the world are made here.
  const achievement = await db.selectFrom("achievement").select("id").limit(1).executeTakeFirstOrThrow();
  await db
    .insertInto("workspace")
    .values({
      id,
      kind: "pair",
      title: "示例空间",
      purpose: "",
      achievement_id: achievement.id satisfies AchievementId,
      region_code: "621200",
      subject_code: null,
      stage_code: null,
      cycle: "",
      is_demo: 0,
      source_note: "",
      created_at: clock.now(),
      archived_at: null,
    })
    .execute();
  const party = (side: "holder" | "applicant", organisation_id: OrganisationId, is_lead: 0 | 1) => ({
    workspace_id: id,
    side,
    organisation_id,
    duties: "",
    is_lead,
  });
  await db
    .insertInto("workspace_party")
    .values([party("holder", studio, 1), party("applicant", bureau, 1), party("applicant", school, 0)])
    .execute();
  const role = { valid_from: 0, valid_to: null, title: "" };
  await db
    .insertInto("role_assignment")
    .values([
      {
        id: randomIds.next() as never,
        person_id: host,
        role: "holderHost",
        scope_kind: "achievement",
        scope_id: achievement.id,
        organisation_id: studio,
        ...role,
      },
      {
        id: randomIds.next() as never,
        person_id: officer,
        role: "regionOfficer",
        scope_kind: "region",
        scope_id: "621200",
        organisation_id: bureau,
        ...role,
      },
    ])
    .execute();
  const member = { workspace_id: id, title: "", created_at: clock.now(), ended_at: null };
  await db
    .insertInto("membership")
    .values([
      { ...member, person_id: host, role: "holderHost", side: "holder", organisation_id: studio },
      { ...member, person_id: officer, role: "regionOfficer", side: "applicant", organisation_id: bureau },
    ])
    .execute();
  return { id, studio, bureau, school, host, officer };
}
