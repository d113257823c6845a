import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "#test/support/root.ts";
import { addressesOf, openDoors, type Address, type Doors } from "./doors.ts";
import { allFields, pageForms } from "./forms.ts";
import { openSession } from "./personas.ts";

let doors: Doors;
let cookie = "";

beforeAll(async () => {
  doors = await openDoors();
  cookie = doors.personas.find(({ name }) => name === "regionOfficer")?.cookie ?? "";
});

afterAll(async () => {
  await doors.product[Symbol.asyncDispose]();
});

/** One address of every entry: what is asked here does not depend on the object. */
function oneEach(surface: "page" | "api"): Address[] {
  const seen = new Set<string>();
  return addressesOf(doors, surface).filter(({ entry }) => (seen.has(entry.name) ? false : seen.add(entry.name) !== undefined));
}

describe("G9: a request made by another site", () => {
  test("writes through no page and no operation, whatever it pretends to be", async () => {
    const accepted: string[] = [];
    let asked = 0;
    const form = new URLSearchParams({ intent: "", title: "别处来的字", language: "en" }).toString();
    const variants: [string, Record<string, string>, string][] = [
      ["foreign form", { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" }, form],
      ["null origin", { origin: "null", "content-type": "application/x-www-form-urlencoded" }, form],
      ["no origin", { origin: "", "sec-fetch-site": "cross-site", "content-type": "application/x-www-form-urlencoded" }, form],
      ["JSON as text", { origin: "https://evil.example", "content-type": "text/plain" }, "{}"],
      ["look-alike", { origin: `${doors.product.origin}.evil.example`, "content-type": "application/json" }, "{}"],
    ];
    const before = await doors.product.app.db.selectFrom("audit").selectAll().execute();
    for (const { entry, path } of [...oneEach("page"), ...oneEach("api")]) {
      if (entry.writes.length === 0) continue;
      const method = entry.surface === "api" ? (entry.name.split(" ")[0] ?? "post").toUpperCase() : "POST";
      for (const [name, headers, body] of variants) {
        asked++;
        const init = { method, headers: { cookie, ...headers }, body };
        const { status } = await fetch(`${doors.product.origin}${entry.surface === "api" ? "/api/v1" : ""}${path}`, init);
        if (status !== 403 && status !== 415) accepted.push(`${name} ${entry.name} ${status}`);
      }
    }
    console.info(`G9: ${asked} requests of other sites, ${accepted.length} accepted`);
    expect(accepted).toEqual([]);
    expect((await doors.product.app.db.selectFrom("audit").selectAll().execute()).length).toBe(before.length);
  });

  test("by an image or a link changes nothing: reading has no effect", async () => {
    const wrong: string[] = [];
    const count = async () => (await doors.product.app.db.selectFrom("membership").selectAll().execute()).length;
    const before = await count();
    for (const { path, entry } of oneEach("page")) {
      if (entry.writes.length === 0) continue;
      const { status } = await doors.product.fetch(`${path}?intent=end&personId=x`, { cookie });
      if (status >= 500) wrong.push(`${path} ${status}`);
    }
    expect([wrong, await count()]).toEqual([[], before]);
  });
});

/** Names that every object has without having been given them. */
const INHERITED = ["constructor", "toString", "__proto__", "valueOf", "hasOwnProperty"];

describe("G16: a form that asks for what every object inherits", () => {
  test.each(["nobody", "regionOfficer", "securityAdmin"] as const)(
    "gets no answer and no inside as %s",
    { timeout: 600_000 },
    async (name) => {
      const mine = doors.personas.find((one) => one.name === name)?.cookie ?? "";
      const wrong: string[] = [];
      for (const { path, entry } of oneEach("page")) {
        // Signing out and choosing a language answer everybody.
        if (entry.writes.length === 0 || ["/sign-out", "/preferences"].includes(entry.name)) continue;
        for (const inherited of INHERITED) {
          const body = new URLSearchParams([...allFields(), "intent"].map((field) => [field, inherited]));
          const response = await doors.product.fetch(path, { method: "POST", cookie: mine, body });
          const text = await response.text();
          const isRefused = response.status >= 300 && response.status < 500;
          const tells = text.includes("accountRules") || text.includes("dataDir");
          if (response.status >= 500 || tells || (name === "nobody" && !isRefused)) wrong.push(`${path} ${inherited} ${response.status}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});

/** What zod says of its own accord. */
const ENGLISH = /Invalid (?:input|option|type|string|key)|expected (?:string|number|one of)|Too (?:small|big)|Unrecognized/;

describe("G16: a form that was sent without its fields", () => {
  test.each(["regionOfficer", "provinceAdmin", "securityAdmin", "systemOperator"] as const)(
    "is refused in Chinese, whatever it asks for, as %s",
    { timeout: 600_000 },
    async (name) => {
      const persona = doors.personas.find((one) => one.name === name);
      if (!persona?.personId) throw new Error(name);
      const forms = await pageForms();
      const wrong: string[] = [];
      let asked = 0;
      for (const { path, entry } of oneEach("page")) {
        if (entry.writes.length === 0 || entry.name === "/account/data") continue;
        // Some of these end the sessions of whoever sends them.
        const mine = await openSession(doors.product.app.db, persona.personId, name !== "regionOfficer");
        for (const intent of forms.get(entry.name)?.intents ?? [""]) {
          asked++;
          const response = await doors.product.fetch(path, { method: "POST", cookie: mine, body: new URLSearchParams({ intent }) });
          const text = await response.text();
          if (response.status >= 500 || ENGLISH.test(text)) wrong.push(`${path} ${intent} ${response.status} ${ENGLISH.exec(text)?.[0]}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(asked).toBeGreaterThan(50);
    },
  );
});

const PAYLOADS = [
  "' OR '1'='1",
  `"; DROP TABLE person; --`,
  "1) UNION SELECT password_hash FROM person --",
  "\\'; PRAGMA writable_schema=1; --",
  "%' ESCAPE '%",
  "*:* NEAR/",
  `"`,
  "a\u0000b",
  "{$ne:1}",
  "../../etc/passwd",
  "-1",
  "9".repeat(400),
];

/** Every name that is read from an address anywhere. */
function queryNames(): string[] {
  const files = ["app", "server"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) => join(ROOT, folder, name)),
  );
  const found = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/(?:searchParams|query|params|search)\.get(?:All)?\("(\w+)"\)/g)].flatMap(
        (match) => match[1] ?? [],
      ),
    );
  return [...new Set(["q", "sort", "order", "page", "filter", "kind", "type", "from", "to", ...found])];
}

describe("G14, G15, G16: what is typed into an address", () => {
  test.each(["regionOfficer", "securityAdmin", "auditor"] as const)(
    "reaches no statement and no file, over every page and operation, as %s",
    { timeout: 600_000 },
    async (name) => {
      const mine = doors.personas.find((one) => one.name === name)?.cookie ?? "";
      const names = queryNames();
      const wrong: string[] = [];
      let slowest = 0;
      for (const { path, entry } of [...oneEach("page"), ...oneEach("api")]) {
        if (entry.surface === "api" && !entry.name.startsWith("get ")) continue;
        for (const payload of PAYLOADS) {
          const query = new URLSearchParams(names.map((one) => [one, payload]));
          const begun = performance.now();
          const prefix = entry.surface === "api" && !path.startsWith("/api") ? "/api/v1" : "";
          const response = await doors.product.fetch(`${prefix}${path}?${query.toString()}`, { cookie: mine });
          const text = await response.text();
          slowest = Math.max(slowest, performance.now() - begun);
          if (response.status >= 500 || text.includes("$argon2id$") || text.includes("root:x:0"))
            wrong.push(`${path} ${payload} ${response.status}`);
        }
      }
      console.info(`G14: ${names.length} names, ${PAYLOADS.length} payloads as ${name}, slowest answer ${slowest.toFixed(0)} ms`);
      expect(wrong).toEqual([]);
      expect((await doors.product.app.db.selectFrom("person").select("id").execute()).length).toBeGreaterThan(30);
    },
  );
});
