import type { Insertable, Updateable } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { DisabledReason, Duty } from "./schema-access.ts";
import type { Flag, Instant, OrganisationId, PersonId, PersonTable } from "./schema.ts";

export interface Credentials {
  readonly personId: PersonId;
  readonly login: string;
  readonly loginKey: string;
  readonly displayName: string;
  readonly passwordHash: string | null;
  readonly initialHash: string | null;
  readonly initialExpiresAt: Instant | null;
  readonly mustChangePassword: Flag;
  readonly passwordChangedAt: Instant | null;
  readonly createdAt: Instant;
  readonly status: "active" | "disabled";
  readonly isDemo: Flag;
}

/** The person of a login name or, where one is given, of a phone number's digest: a login name never looks like a number. */
export async function findCredentials(db: DbOrTrx, loginKey: string, phoneHash?: string): Promise<Credentials | undefined> {
  return db
    .selectFrom("person")
    .select(["id as personId", "login", "login_key as loginKey", "display_name as displayName", "password_hash as passwordHash"])
    .select(["initial_hash as initialHash", "initial_expires_at as initialExpiresAt", "must_change_password as mustChangePassword"])
    .select(["password_changed_at as passwordChangedAt", "created_at as createdAt", "status", "is_demo as isDemo"])
    .where((eb) => eb.or([eb("login_key", "=", loginKey), ...(phoneHash === undefined ? [] : [eb("phone_hash", "=", phoneHash)])]))
    .executeTakeFirst();
}

/** An account as its owner and its administrators handle it. */
export interface AccountFacts extends Credentials {
  readonly mark: string;
  readonly organisationId: OrganisationId | null;
  readonly phoneSealed: string | null;
  readonly disabledReason: DisabledReason;
  readonly duty: Duty | null;
}

export async function findAccount(db: DbOrTrx, id: PersonId): Promise<AccountFacts | undefined> {
  return db
    .selectFrom("person as p")
    .leftJoin("operator_duty as d", (join) => join.onRef("d.person_id", "=", "p.id").on("d.ended_at", "is", null))
    .select(["p.id as personId", "p.login", "p.login_key as loginKey", "p.display_name as displayName", "p.password_hash as passwordHash"])
    .select(["p.initial_hash as initialHash", "p.initial_expires_at as initialExpiresAt"])
    .select(["p.must_change_password as mustChangePassword", "p.password_changed_at as passwordChangedAt", "p.status"])
    .select(["p.is_demo as isDemo", "p.mark", "p.organisation_id as organisationId", "p.phone_sealed as phoneSealed"])
    .select(["p.created_at as createdAt", "p.disabled_reason as disabledReason", "d.duty as duty"])
    .where("p.id", "=", id)
    .executeTakeFirst();
}

export async function insertPerson(db: DbOrTrx, row: Insertable<PersonTable>): Promise<void> {
  await db.insertInto("person").values(row).execute();
}

/** True where the row was there and, if `initialHash` is given, still held that one-time password. */
export async function updatePerson(
  db: DbOrTrx,
  id: PersonId,
  change: Updateable<PersonTable>,
  usable?: { initialHash: string; now: Instant },
): Promise<boolean> {
  let query = db.updateTable("person").set(change).where("id", "=", id);
  if (usable) query = query.where("initial_hash", "=", usable.initialHash).where("initial_expires_at", ">", usable.now);
  const result = await query.executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Which of the two names is taken by somebody other than `except`. */
export async function findTakenNames(
  db: DbOrTrx,
  { loginKey, phoneHash, except }: { loginKey?: string; phoneHash?: string; except?: PersonId },
): Promise<{ login: boolean; phone: boolean }> {
  const taken = async (column: "login_key" | "phone_hash", value: string | undefined) => {
    if (value === undefined) return false;
    const row = await db.selectFrom("person").select("id").where(column, "=", value).executeTakeFirst();
    return row !== undefined && row.id !== except;
  };
  return { login: await taken("login_key", loginKey), phone: await taken("phone_hash", phoneHash) };
}

/** Name of the unit that looks after the account, or undefined. */
export async function findHomeUnitName(db: DbOrTrx, personId: PersonId): Promise<string | undefined> {
  const row = await db
    .selectFrom("person as p")
    .innerJoin("organisation as o", "o.id", "p.organisation_id")
    .select("o.name")
    .where("p.id", "=", personId)
    .executeTakeFirst();
  return row?.name;
}

/** True where something can only be read or compared with the installation's key. */
export async function hasSealedValues(db: DbOrTrx): Promise<boolean> {
  const person = await db
    .selectFrom("person")
    .select("id")
    .where((eb) => eb.or([eb("phone_sealed", "is not", null), eb("initial_hash", "is not", null)]))
    .limit(1)
    .executeTakeFirst();
  return person !== undefined || (await db.selectFrom("second_factor").select("person_id").limit(1).executeTakeFirst()) !== undefined;
}

/** True while the database answers. */
export async function probeDb(db: DbOrTrx): Promise<boolean> {
  return db
    .selectFrom("sign_in_guard")
    .select("key")
    .limit(1)
    .execute()
    .then(
      () => true,
      () => false,
    );
}
