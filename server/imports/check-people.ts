import type { Designation } from "#db/schema-access.ts";
import { bareCode, dayOf, fromScientific, isMaskedPhone, maskPhone, tidy } from "./cells.ts";
import { DESIGNATION_NAMES } from "./contract.ts";
import {
  metPerson,
  UnitIndex,
  type AchievementFact,
  type Facts,
  type LoginFact,
  type PeopleFacts,
  type RoleFact,
  type PhoneFact,
  type Surroundings,
  type UnitFact,
} from "./facts.ts";
import { PEOPLE_PAGE } from "./messages.ts";
import { findHeld, lastDayOf, readRole, roleLabel, type RoleDraft } from "./role-rules.ts";
import { RowReader } from "./row-reader.ts";
import type { Checked, FaultyRow, GoodRow, StagedPerson, StagedRole } from "./staged.ts";
import type { Table } from "./table.ts";

const LOGIN = /^[\p{L}\p{N}._-]{2,32}$/u;

interface Draft {
  readonly reader: RowReader;
  readonly login: string;
  readonly name: string;
  /** As in the cell, digits only where it was a number. */
  readonly phone: string;
}

interface World {
  readonly units: UnitIndex;
  readonly achievements: readonly AchievementFact[];
  readonly people: PeopleFacts;
  /** YYYY-MM-DD in China. */
  readonly today: string;
}

/** Checks rows of people; somebody with several roles has several rows that agree about the person. */
export async function checkPeople(table: Table, facts: Facts, { now }: Pick<Surroundings, "now">): Promise<Checked<StagedPerson>> {
  const drafts = table.rows.map((row) => readDraft(new RowReader("people", row)));
  const world: World = {
    units: new UnitIndex(await facts.units()),
    achievements: table.present.has("role") ? await facts.achievements() : [],
    people: await askInPages(drafts, facts),
    today: dayOf(now),
  };
  const seen = new Seen();
  const good: GoodRow<StagedPerson>[] = [];
  const faulty: FaultyRow[] = [];
  for (const draft of drafts) {
    const row = judge(draft, world, seen);
    if (row) good.push(row);
    else faulty.push({ row: draft.reader.row.number, faults: draft.reader.faults, original: draft.reader.row.original });
  }
  return { good, faulty, notices: [] };
}

function readDraft(reader: RowReader): Draft {
  const login = reader.text("login", 64, true);
  if (login !== "" && !LOGIN.test(login)) reader.fault("login", "badLogin");
  return { reader, login, name: reader.text("name", 40, true), phone: readPhone(reader) };
}

function readPhone(reader: RowReader): string {
  const text = bareCode(reader.text("phone", 40));
  const digits = fromScientific(text);
  if (digits === null) reader.fault("phone", "phoneScientific");
  return digits === undefined ? text : (digits ?? "");
}

async function askInPages(drafts: readonly Draft[], facts: Facts): Promise<PeopleFacts> {
  const logins = new Map<string, LoginFact>();
  const phones = new Map<string, PhoneFact>();
  for (let from = 0; from < drafts.length; from += PEOPLE_PAGE) {
    const page = drafts.slice(from, from + PEOPLE_PAGE);
    const answer = await facts.people(
      page.map(({ login }) => login).filter((login) => login !== ""),
      page.map(({ phone }) => phone).filter((phone) => phone !== "" && !isMaskedPhone(phone)),
    );
    for (const [login, fact] of answer.logins) logins.set(login, fact);
    for (const [phone, fact] of answer.phones) phones.set(phone, fact);
  }
  return { logins, phones };
}

/** Rows by login key, by phone digest and by role: what a later row is compared with. */
class Seen {
  readonly people = new Map<string, { row: number; name: string; unitId: string; phone: string }>();
  readonly phones = new Map<string, { row: number; key: string }>();
  readonly roles = new Map<string, number>();
}

function judge(draft: Draft, world: World, seen: Seen): GoodRow<StagedPerson> | undefined {
  const { reader } = draft;
  const login = world.people.logins.get(draft.login);
  const phone = draft.phone === "" ? undefined : world.people.phones.get(draft.phone);
  const unit = readUnit(reader, world.units);
  const role = readRole(reader, unit, world.achievements);
  const staged = readPeriod(reader, { role, unit, login }, world.today);
  judgePhone(draft, phone, login);
  judgePerson(reader, login);
  judgeRepeats(draft, seen, { login, unit, phone, role });
  if (reader.faults.length > 0 || !unit || !login) return undefined;
  const row = settle(draft, { login, unit, phone, staged, first: seen.people.get(login.key)?.row === reader.row.number });
  judgeChange(reader, login, row);
  return reader.faults.length > 0 ? undefined : row;
}

function readUnit(reader: RowReader, units: UnitIndex): UnitFact | undefined {
  const text = reader.text("unit", 100, true);
  if (text === "") return undefined;
  const found = units.resolve(text);
  if (!("id" in found)) {
    if (found.count === 0) reader.fault("unit", "unknownUnit", { value: text });
    else reader.fault("unit", "ambiguousUnit", { value: text, count: found.count });
    return undefined;
  }
  if (found.ended) reader.fault("unit", "closedUnit", { value: text });
  if (!found.within) reader.fault("unit", "unitOutside", { value: text });
  return found;
}

function readPeriod(reader: RowReader, { role, unit, login }: Omit<Met, "phone">, today: string): StagedRole | null {
  const title = reader.text("title", 40);
  const designation = reader.choice("designation", DESIGNATION_NAMES);
  const from = reader.day("from");
  const to = reader.day("to");
  const held = role === null ? undefined : findHeld(login?.person?.roles ?? [], { role, unitId: unit?.id }, { from, to, today });
  const begins = from ?? (held ? dayOf(held.from) : null);
  const ends = to ?? (held ? lastDayOf(held) : null);
  // A new role without a first day begins today.
  if (ends !== null && ends < (begins ?? (role === null ? ends : today))) reader.fault("to", "periodReversed");
  if (role === null) return null;
  return {
    ...role,
    id: held?.id ?? null,
    title: title === "" ? (held?.title ?? "") : title,
    // The choices are the designations the schema knows.
    designation: (designation === "" ? (held?.designation ?? "") : designation) as Designation,
    from: begins,
    to: ends,
  };
}

function judgePhone({ reader, phone }: Draft, fact: PhoneFact | undefined, login: LoginFact | undefined): void {
  if (phone === "") return;
  if (isMaskedPhone(phone)) {
    if (!login?.person) reader.fault("phone", "phoneMasked");
  } else if (!fact || fact.number === null) reader.fault("phone", "badPhone");
  // Not even that a number belongs to the login name of its row is told about somebody outside.
  else if (fact.owner?.login === null) reader.fault("phone", "phoneUsed");
  else if (fact.owner && fact.owner.id !== login?.person?.id) reader.fault("phone", "phoneTaken", { login: fact.owner.login });
}

function judgePerson(reader: RowReader, login: LoginFact | undefined): void {
  if (login?.isPhone === true) reader.fault("login", "loginIsPhone");
  const person = login?.person;
  if (!person) return;
  if (!person.home) reader.fault("login", "loginUsed");
  else if (person.blocked === "operator") reader.fault("login", "personOperator");
  else if (person.blocked === "left") reader.fault("login", "personLeft");
}

const UNCHANGEABLE = { oneself: "personOneself", province: "personProvince", offices: "personOffices", peer: "personPeer" } as const;
/** By hand they can be given a role too. */
const ROLES_ONLY: ReadonlySet<string> = new Set(["offices", "peer"]);

/** As by hand: an account with offices outside the reach or beside the own is not touched, of oneself and of those above not even a role. */
function judgeChange(reader: RowReader, { person }: LoginFact, { value }: GoodRow<StagedPerson>): void {
  const blocked = person?.blocked ?? "";
  if (blocked === "" || blocked === "left" || blocked === "operator") return;
  if (value.writesPerson || (value.writesRole && !ROLES_ONLY.has(blocked))) reader.fault("login", UNCHANGEABLE[blocked]);
}

interface Met {
  readonly login: LoginFact | undefined;
  readonly unit: UnitFact | undefined;
  readonly phone: PhoneFact | undefined;
  readonly role: RoleDraft | null;
}

function judgeRepeats(draft: Draft, seen: Seen, { login, unit, phone, role }: Met): void {
  if (!login) return;
  const { reader, name } = draft;
  const row = reader.row.number;
  const me = { row, name, unitId: unit?.id ?? "", phone: phone?.hash ?? "" };
  const first = seen.people.get(login.key);
  const roleKey = `${login.key}|${role === null ? "" : `${role.role}|${role.scopeId}`}`;
  const sameRole = seen.roles.get(roleKey);
  if (!first) seen.people.set(login.key, me);
  else if (first.name !== name || first.unitId !== me.unitId || (me.phone !== "" && me.phone !== first.phone)) {
    reader.fault("login", "sameLoginDiffers", { row: first.row });
  } else if (sameRole !== undefined) reader.fault("login", "duplicateRow", { row: sameRole });
  if (sameRole === undefined) seen.roles.set(roleKey, row);
  if (me.phone === "") return;
  const samePhone = seen.phones.get(me.phone);
  if (samePhone && samePhone.key !== login.key) reader.fault("phone", "phoneTwice", { row: samePhone.row });
  else if (!samePhone) seen.phones.set(me.phone, { row, key: login.key });
}

interface Settled {
  readonly login: LoginFact;
  readonly unit: UnitFact;
  readonly phone: PhoneFact | undefined;
  readonly staged: StagedRole | null;
  readonly first: boolean;
}

function settle({ reader, login, name, phone: typed }: Draft, { login: fact, unit, phone, staged, first }: Settled): GoodRow<StagedPerson> {
  const { person } = fact;
  const otherPhone = phone !== undefined && phone.hash !== null && phone.hash !== person?.phoneHash;
  const personDiffers = !person || tidy(person.name) !== name || person.unitId !== unit.id || otherPhone;
  const roleDiffers =
    staged !== null &&
    differsFrom(
      person?.roles.find(({ id }) => id === staged.id),
      staged,
    );
  const writesPerson = first && personDiffers;
  const value: StagedPerson = {
    id: person?.id ?? null,
    login,
    name,
    unitId: unit.id,
    phone: otherPhone ? (phone?.number ?? null) : null,
    writesPerson,
    role: staged,
    writesRole: roleDiffers,
  };
  const state = !person && first ? "new" : writesPerson || roleDiffers ? "changed" : "unchanged";
  return {
    row: reader.row.number,
    state,
    shown: shownOf(value, unit, phone === undefined || phone.number === null ? typed : maskPhone(phone.number)),
    value,
    met: metPerson(fact, unit, otherPhone ? phone : undefined),
  };
}

function differsFrom(held: Pick<RoleFact, "title" | "designation" | "from" | "to"> | undefined, staged: StagedRole): boolean {
  if (!held) return true;
  return (
    tidy(held.title) !== staged.title ||
    held.designation !== staged.designation ||
    dayOf(held.from) !== staged.from ||
    lastDayOf(held) !== staged.to
  );
}

function shownOf({ login, name, role }: StagedPerson, unit: UnitFact, phone: string): string[] {
  const names: Readonly<Record<string, string>> = DESIGNATION_NAMES;
  const rest =
    role === null
      ? ["", "", "", "", "", ""]
      : [
          roleLabel(role.role) ?? "",
          role.scopeKind === "school" ? "" : role.scopeId,
          role.title,
          names[role.designation] ?? "",
          role.from ?? "",
          role.to ?? "",
        ];
  return [login, name, unit.name, phone, ...rest];
}
