import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENTRY_POINTS } from "#server/permissions/entry-points.ts";
import { addressesOf, openDoors, type Address, type Doors } from "./doors.ts";
import { isStranger, mayAsk } from "./expectations.ts";
import { PERSONAS, type Persona } from "./personas.ts";

let doors: Doors;
const covered = new Set<string>();
let checks = 0;

beforeAll(async () => {
  doors = await openDoors();
});

afterAll(async () => {
  console.info(`G1 doors: ${checks} checks over ${covered.size} entry points`);
  await doors.product[Symbol.asyncDispose]();
});

/** A batch whose passwords were never made, or whose file had no fault, has none to give. */
const MAY_HAVE_NONE = new Set(["/manage/batches/:batchId/credentials", "/manage/batches/:batchId/faults"]);

/** What is wrong with an answer to a reader, or null. */
function judgeReading(persona: Persona, { entry, target }: Address, status: number, location: string): string | null {
  if (status >= 500) return "a failure of ours";
  const toSignIn = status === 401 || (status === 302 && location.startsWith("/sign-in"));
  if (entry.reads.length === 0) return status === 404 || status === 405 || status === 302 || toSignIn ? null : "only writing is here";
  const asked = entry.reads.map((one) => mayAsk(doors.world, persona, one, target));
  // Public doors and those of sign-in promise nothing about rights.
  if (asked.every((one) => one === undefined) || (persona.personId === null && asked.includes(undefined))) return null;
  const isAllowed = asked.some((one) => one === true);
  if (persona.personId === null) return toSignIn ? null : "nobody is asked to sign in";
  if (isAllowed && MAY_HAVE_NONE.has(entry.name) && status === 404) return null;
  if (isAllowed) return status === 200 || (status === 302 && !toSignIn) ? null : "is refused what the matrix allows";
  if (isStranger(persona, target)) return status === 404 ? null : "a stranger learns that it exists";
  return status === 403 || status === 404 ? null : "is given what the matrix refuses";
}

/** G18: stacks, statements and files of ours. */
const INSIDES = /SELECT |sqlite|node_modules|\/server\/|\.ts:\d|    at |Unexpected Server Error/i;

/** G19: what every answer carries, whatever its route. */
function judgeHeaders(headers: Headers): string | null {
  const policy = headers.get("content-security-policy") ?? "";
  const isStrict = /script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='(;|$)/.test(policy) && policy.includes("frame-ancestors 'none'");
  const rest = ["x-content-type-options", "referrer-policy", "permissions-policy", "x-request-id"];
  const missing = rest.filter((name) => !headers.has(name));
  if (!isStrict || missing.length > 0) return `headers: ${isStrict ? "" : "policy "}${missing.join(" ")}`;
  return (headers.get("cache-control") ?? "").includes("no-store") ? null : "may be kept on a shared computer";
}

describe.each(PERSONAS)("G1, G18, G19: every page and every operation of the API answers %s as the data says", (name) => {
  test("reading", async () => {
    const persona = doors.personas.find((one) => one.name === name);
    if (!persona) throw new Error(name);
    const wrong: string[] = [];
    const ask = async (address: Address, path: string) => {
      const response = await doors.product.fetch(path, { cookie: persona.cookie });
      const text = await response.text();
      const fault =
        judgeReading(persona, address, response.status, response.headers.get("location") ?? "") ??
        judgeHeaders(response.headers) ??
        (response.status >= 400 && INSIDES.test(text) ? "shows the insides of the product" : null);
      checks++;
      covered.add(`${address.entry.surface} ${address.entry.name}`);
      if (fault !== null) wrong.push(`${path} ${response.status}: ${fault}`);
    };
    for (const address of addressesOf(doors, "page")) await ask(address, address.path);
    for (const address of addressesOf(doors, "api")) {
      if (!address.entry.name.startsWith("get ")) continue;
      await ask(address, address.path.startsWith("/api") ? address.path : `/api/v1${address.path}`);
    }
    expect(wrong).toEqual([]);
  });
});

test("G1: every page and every reading operation of the list was asked", () => {
  const all = ENTRY_POINTS.filter(({ surface, name }) => surface === "page" || (surface === "api" && name.startsWith("get ")));
  expect(all.map(({ surface, name }) => `${surface} ${name}`).filter((one) => !covered.has(one))).toEqual([]);
});
