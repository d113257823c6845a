import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OPERATIONS } from "#server/api/operations.ts";
import { ENTRY_POINTS } from "#server/permissions/entry-points.ts";
import { addressesOf, FOREIGN_VERSION, openDoors, type Address, type Doors } from "./doors.ts";
import { mayAsk } from "./expectations.ts";
import { FOREIGN } from "./foreign-province.ts";
import { allFields, pageForms, type PageForm } from "./forms.ts";
import { openSession, PERSONAS, type Persona } from "./personas.ts";

/** What a closed door may write: who knocked, and the state of sessions and searches. */
// Texts are projected in the background after a start.
const NOT_GUARDED = new Set(["document_projection", "audit", "session", "sign_in_guard", "search_dirty", "search_entry", "setting"]);
/** Doors that give or end a session; sign-in's own tests ask them. */
const OF_SESSIONS = new Set([
  "/sign-out",
  "/sign-in",
  "/sign-in/verify",
  "/sign-in/enrol",
  "/sign-in/password",
  "/setup",
  "/join/:code",
  "/preferences",
  "/hat",
]);

let doors: Doors;
let forms: Map<string, PageForm>;
let tables: string[];
const fields = allFields();
const covered = new Set<string>();
let checks = 0;
let accepted = 0;

beforeAll(async () => {
  doors = await openDoors();
  forms = await pageForms();
  const found = await doors.product.app.db.introspection.getTables();
  tables = found.map(({ name }) => name).filter((name) => !NOT_GUARDED.has(name) && !name.startsWith("search_index"));
});

afterAll(async () => {
  console.info(
    `G1 writing: ${checks} checks over ${covered.size} doors; G2: ${fields.length} fields in each, ${accepted} foreign rows touched`,
  );
  await doors.product[Symbol.asyncDispose]();
});

/** G14: a text that ends any statement it would be put into. */
const INJECTION = `x'"); DROP TABLE membership; --`;

/** A hostile value for every field there is: ids of another province, roles, duties and units that are not the sender's to give. */
function valueOf(field: string): string {
  if (/person/i.test(field)) return FOREIGN.person;
  if (/workspace/i.test(field)) return FOREIGN.workspace;
  if (/organisation|unit|parent/i.test(field)) return FOREIGN.organisation;
  if (/version/i.test(field)) return FOREIGN_VERSION;
  const known: Record<string, string> = {
    role: "regionOfficer",
    side: "applicant",
    duty: "system",
    template: "school_plan",
    kind: "pair",
    scopeKind: "province",
    scopeId: "620000",
  };
  return known[field] ?? INJECTION;
}

function formOf(intent: string): URLSearchParams {
  const form = new URLSearchParams({ intent });
  for (const field of fields) form.append(field, valueOf(field));
  // The same again as a list and as an object: none of it may be read as more than a text.
  form.append("personId", FOREIGN.person);
  form.append("role[]", "provinceAdmin");
  form.append("person[role]", "provinceAdmin");
  form.append("__proto__[role]", "provinceAdmin");
  return form;
}

/** A digest of all rows of each guarded table, or of those that name something of the other province. */
async function stateOf(isForeignOnly: boolean): Promise<Record<string, string>> {
  const state: Record<string, string> = {};
  for (const table of tables) {
    const hash = createHash("sha256");
    const rows = await doors.product.app.db
      .selectFrom(table as "person")
      .selectAll()
      .execute();
    for (const row of rows) {
      const line = JSON.stringify(row);
      if (!isForeignOnly || line.includes("foreign")) hash.update(line);
    }
    state[table] = hash.digest("hex");
  }
  return state;
}

function writingDoors(): Address[] {
  return [
    ...addressesOf(doors, "page").filter(({ entry }) => entry.writes.length > 0 && !OF_SESSIONS.has(entry.name)),
    ...addressesOf(doors, "api").filter(
      ({ entry }) => entry.writes.length > 0 && !entry.writes.includes("nothing") && !entry.name.includes("/sessions"),
    ),
  ];
}

function isAllowed(persona: Persona, { entry, target }: Address): boolean {
  return entry.writes.some((asked) => mayAsk(doors.world, persona, asked, target) !== false);
}

async function send(persona: Persona, cookie: string, address: Address): Promise<number[]> {
  const { entry, path } = address;
  covered.add(`${entry.surface} ${entry.name}`);
  if (entry.surface === "api") {
    const body = JSON.stringify({
      ...Object.fromEntries(fields.map((field) => [field, valueOf(field)])),
      role: ["provinceAdmin"],
      owner: { id: persona.personId },
    });
    const init = {
      method: entry.name.split(" ")[0]?.toUpperCase() ?? "POST",
      cookie,
      headers: { "content-type": "application/json" },
      body,
    };
    return [(await doors.product.fetch(`/api/v1${path}`, init)).status];
  }
  const statuses: number[] = [];
  for (const intent of forms.get(entry.name)?.intents ?? [""]) {
    const response = await doors.product.fetch(path, { method: "POST", cookie, body: formOf(intent) });
    statuses.push(response.status === 302 && response.headers.get("location")?.startsWith("/sign-in") === true ? 401 : response.status);
    await response.arrayBuffer();
  }
  return statuses;
}

const REFUSED: readonly number[] = [400, 401, 403, 404, 405, 409, 422];

describe.each(PERSONAS)("G1: %s writes nothing where the data refuses it", (name) => {
  test("through any form or body", { timeout: 900_000 }, async () => {
    const persona = doors.personas.find((one) => one.name === name);
    if (!persona) throw new Error(name);
    const before = await stateOf(false);
    const wrong: string[] = [];
    for (const address of writingDoors().filter((one) => !isAllowed(persona, one))) {
      const statuses = await send(persona, persona.cookie, address);
      checks += statuses.length;
      for (const status of statuses) if (!REFUSED.includes(status)) wrong.push(`${address.entry.name} ${address.path} ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(await stateOf(false)).toEqual(before);
  });
});

describe.each(PERSONAS.filter((name) => !["nobody", "systemOperator", "securityAdmin", "auditor"].includes(name)))(
  "G2: %s reaches nothing of another province and gains nothing",
  (name) => {
    test("where writing is allowed, with foreign ids, roles, duties and units in every field", { timeout: 900_000 }, async () => {
      const persona = doors.personas.find((one) => one.name === name);
      if (!persona?.personId) throw new Error(name);
      const { db } = doors.product.app;
      const rights = async () => ({
        duties: await db.selectFrom("operator_duty").selectAll().execute(),
        roles: await db.selectFrom("role_assignment").selectAll().where("role", "=", "provinceAdmin").execute(),
        admins: await db.selectFrom("unit_admin").selectAll().execute(),
        memberships: await db.selectFrom("membership").selectAll().where("person_id", "=", FOREIGN.person).execute(),
      });
      const before = [await stateOf(true), await rights()];
      const failures: string[] = [];
      for (const address of writingDoors().filter((one) => isAllowed(persona, one) && one.entry.name !== "/account/data")) {
        // Some of these end the sessions of whoever sends them.
        const isPrivileged = persona.roles.some(({ role }) => role === "provinceAdmin");
        const statuses = await send(persona, await openSession(db, persona.personId, isPrivileged), address);
        checks += statuses.length;
        if (statuses.some((status) => status >= 500)) failures.push(`${address.path} ${statuses.join()}`);
      }
      const after = [await stateOf(true), await rights()];
      if (JSON.stringify(before) !== JSON.stringify(after)) accepted++;
      expect(failures).toEqual([]);
      expect(after[1]).toEqual(before[1]);
      expect(after[0]).toEqual(before[0]);
    });
  },
);

test("G1: every writing door of the list was asked, and every page with an action is a door of the list", () => {
  const listed = ENTRY_POINTS.filter(({ surface, writes }) => writes.length > 0 && (surface === "page" || surface === "api"));
  const missing = listed.filter(({ surface, name }) => !covered.has(`${surface} ${name}`)).map(({ name }) => name);
  expect(missing.filter((name) => !OF_SESSIONS.has(name) && !name.includes("/sessions"))).toEqual([]);
  expect([...forms.keys()].filter((address) => !listed.some(({ name }) => name === address))).toEqual([]);
  expect(OPERATIONS.filter(({ method, scope }) => method !== "get" && scope === "read")).toEqual([]);
  expect(fields.length).toBeGreaterThan(20);
});
