import { insertPeople, saveRoles, updatePeople } from "#db/import-writes.ts";
import type { ImportBatchId } from "#db/schema-office.ts";
import type { HatId, OrganisationId, PersonId, Role } from "#db/schema.ts";
import { initialPasswordHash, makeInitialPassword, phoneColumns } from "#server/accounts/commands.ts";
import { loginKey } from "#server/accounts/queries.ts";
import { recordAudits } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import type { OfficeReach } from "#server/permissions/office-reach.ts";
import { DAY_MS, startOfDay } from "./cells.ts";
import { accountEventsOf, endOf, roleEventsOf } from "./people-events.ts";
import { metPerson, UnitIndex } from "./facts.ts";
import { breathe } from "./breathe.ts";
import { allUnits, peopleOf } from "./lookups.ts";
import { FACTS_PAGE, PEOPLE_PAGE } from "./messages.ts";
import { secretsOf } from "./sealing.ts";
import type { GoodRow, StagedPerson } from "./staged.ts";
import type { Credential, Written } from "./write.ts";

/** Rows of one piece of work, after which others get the thread: a few ms. */
const AT_ONCE = 25;
/** Where the process has no rules of its own. */
const INITIAL_LIFE = 14 * DAY_MS;

export interface PreparedPerson extends GoodRow<StagedPerson> {
  readonly phone: { readonly phone_hash: string; readonly phone_sealed: string } | null;
  /** For somebody new: 80 random bits, so no slow hash is needed and 20,000 take a moment. */
  readonly password: { readonly text: string; readonly hash: string } | null;
}

/** Digests, seals and passwords, a few at a time. */
export async function preparePeople(ctx: Context, rows: readonly GoodRow<StagedPerson>[]): Promise<PreparedPerson[]> {
  const secrets = secretsOf(ctx);
  const prepared: PreparedPerson[] = [];
  for (const [index, row] of rows.entries()) {
    const { phone, id, writesPerson } = row.value;
    const text = id === null && writesPerson ? makeInitialPassword() : null;
    prepared.push({
      ...row,
      phone: phone === null ? null : phoneColumns(secrets, phone),
      password: text === null ? null : { text, hash: initialPasswordHash(secrets, text) },
    });
    if (index % AT_ONCE === AT_ONCE - 1) await breathe();
  }
  return prepared;
}

/** Null where somebody or something the rows met has changed. */
export async function writePeople(
  trx: TrxContext,
  rows: readonly PreparedPerson[],
  { reach, by, batchId }: { readonly reach: OfficeReach; readonly by: PersonId; readonly batchId: ImportBatchId },
): Promise<{ counts: Omit<Written, "passwords">; credentials: Credential[] } | null> {
  const units = new UnitIndex(await allUnits(trx, reach));
  if (!(await nothingMoved(trx, { rows, reach, units }))) return null;
  const ids = await nameAll(trx, rows);
  await writePersons(trx, rows, ids);
  const roles = await writeRoles(trx, rows, ids, by);
  await noteAll(trx, rows, ids, batchId);
  const created = rows.filter(({ password }) => password !== null);
  const changed = rows.filter(({ value }) => value.id !== null && value.writesPerson).length;
  return {
    counts: { created: created.length, changed, roles },
    credentials: created.map(({ value, password }) => ({
      login: value.login,
      name: value.name,
      unit: units.get(value.unitId)?.name ?? "",
      password: password?.text ?? "",
    })),
  };
}

/** People whose roles the rows change, each once. Somebody new has no session yet that could be told. */
export function peopleToTell(rows: readonly PreparedPerson[]): PersonId[] {
  // Ids in staged rows came from the database.
  return [...new Set(rows.flatMap(({ value }) => (value.id !== null && value.writesRole ? [value.id as PersonId] : [])))];
}

/** The id of every login of the rows, by its key. */
async function nameAll(trx: TrxContext, rows: readonly PreparedPerson[]): Promise<Map<string, PersonId>> {
  const ids = new Map<string, PersonId>();
  for (const [index, { value }] of rows.entries()) {
    const key = loginKey(value.login);
    // Ids in staged rows came from the database; new ones are made here.
    if (!ids.has(key)) ids.set(key, (value.id ?? trx.ids.next()) as PersonId);
    if (index % FACTS_PAGE === FACTS_PAGE - 1) await breathe();
  }
  return ids;
}

/** In the transaction of the rows themselves, a few at a time: first every account, then every role. */
async function noteAll(
  trx: TrxContext,
  rows: readonly PreparedPerson[],
  ids: ReadonlyMap<string, PersonId>,
  batchId: ImportBatchId,
): Promise<void> {
  const about = { batchId, now: trx.clock.now() };
  for (const eventsOf of [accountEventsOf, roleEventsOf]) {
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      await recordAudits(trx, eventsOf(rows.slice(from, from + AT_ONCE), ids, about));
      await breathe();
    }
  }
}

async function nothingMoved(
  trx: TrxContext,
  { rows, reach, units }: { readonly rows: readonly PreparedPerson[]; readonly reach: OfficeReach; readonly units: UnitIndex },
): Promise<boolean> {
  for (let from = 0; from < rows.length; from += PEOPLE_PAGE) {
    const page = rows.slice(from, from + PEOPLE_PAGE);
    const people = await peopleOf(trx, reach, {
      logins: page.map(({ value }) => value.login),
      phones: page.flatMap(({ value }) => (value.phone === null ? [] : [value.phone])),
    });
    const same = page.every(({ value, met }) => {
      const phone = value.phone === null ? undefined : people.phones.get(value.phone);
      return metPerson(people.logins.get(value.login), units.get(value.unitId), phone) === met;
    });
    if (!same) return false;
    await breathe();
  }
  return true;
}

async function writePersons(trx: TrxContext, rows: readonly PreparedPerson[], ids: ReadonlyMap<string, PersonId>): Promise<void> {
  const now = trx.clock.now();
  const expires = now + (trx.accountRules?.initialPasswordLife ?? INITIAL_LIFE);
  const idOf = (login: string) => ids.get(loginKey(login)) as PersonId; // Every login of the rows is in the map.
  const fresh = rows.filter(({ password }) => password !== null);
  for (let from = 0; from < fresh.length; from += AT_ONCE) {
    await insertPeople(
      trx.db,
      fresh.slice(from, from + AT_ONCE).map(({ value, phone, password }) => ({
        id: idOf(value.login),
        login: value.login,
        login_key: loginKey(value.login),
        display_name: value.name,
        mark: [...value.name][0] ?? "人",
        password_hash: null,
        status: "active",
        created_at: now,
        is_demo: 0,
        organisation_id: value.unitId as OrganisationId,
        phone_hash: phone?.phone_hash ?? null,
        phone_sealed: phone?.phone_sealed ?? null,
        initial_hash: password?.hash ?? null,
        initial_expires_at: expires,
        must_change_password: 1,
      })),
    );
    await breathe();
  }
  const known = rows.filter(({ value }) => value.id !== null && value.writesPerson);
  for (let from = 0; from < known.length; from += AT_ONCE) {
    await updatePeople(
      trx.db,
      // Ids in staged rows came from the database.
      known.slice(from, from + AT_ONCE).map(({ value, phone }) => ({
        id: value.id as PersonId,
        name: value.name,
        unitId: value.unitId as OrganisationId,
        phone,
      })),
    );
    await breathe();
  }
}

async function writeRoles(
  trx: TrxContext,
  rows: readonly PreparedPerson[],
  ids: ReadonlyMap<string, PersonId>,
  by: PersonId,
): Promise<number> {
  const now = trx.clock.now();
  let written = 0;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const roles = rows.slice(from, from + AT_ONCE).flatMap(({ value }) => {
      const { role } = value;
      if (role === null || !value.writesRole) return [];
      return [
        {
          id: (role.id ?? trx.ids.next()) as HatId,
          person_id: ids.get(loginKey(value.login)) as PersonId,
          // The checks let only roles of the schema through.
          role: role.role as Role,
          scope_kind: role.scopeKind,
          scope_id: role.scopeId,
          organisation_id: value.unitId as OrganisationId,
          title: role.title,
          valid_from: role.from === null ? now : startOfDay(role.from),
          valid_to: endOf(role),
          designation: role.designation,
          granted_by: by,
        },
      ];
    });
    await saveRoles(trx.db, roles);
    written += roles.length;
    await breathe();
  }
  return written;
}
