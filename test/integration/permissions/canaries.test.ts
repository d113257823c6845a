import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";
import { plantCanaries, SEARCHED, type Canary } from "./canary-world.ts";
import { addressesOf, FOREIGN_DOCUMENT, openDoors, type Doors } from "./doors.ts";
import { FOREIGN } from "./foreign-province.ts";
import { PERSONAS, type Persona } from "./personas.ts";

let doors: Doors;
let canaries: Canary[];
let bytes = 0;
let answers = 0;

beforeAll(async () => {
  doors = await openDoors();
  canaries = await plantCanaries(doors);
  const { db } = doors.product.app;
  // Any event wakes the indexer of search.
  doors.product.app.deliver([{ type: "activity.added", workspaceId: FOREIGN.workspace }]);
  await waitFor(async () => (await db.selectFrom("search_dirty").selectAll().execute()).length === 0, { timeout: 100_000, what: "search" });
});

afterAll(async () => {
  console.info(`G3: ${canaries.length} canaries, ${answers} answers, ${(bytes / 1024 / 1024).toFixed(1)} MB scanned`);
  await doors.product[Symbol.asyncDispose]();
});

function persona(name: string): Persona {
  const found = doors.personas.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
}

const SEARCHES = [SEARCHED, "yq", "yinque", "loginyranac", "外省", "138"];

/** Every address that can be read, as page and as the data of a page, and what is typed into search. */
function readingAddresses(): string[] {
  const pages = addressesOf(doors, "page").filter(({ entry }) => entry.reads.length > 0);
  const operations = addressesOf(doors, "api").filter(({ entry }) => entry.name.startsWith("get "));
  const typed = SEARCHES.map((text) => encodeURIComponent(text));
  return [
    ...pages.flatMap(({ path }) => [path, path === "/" ? "/_root.data" : `${path}.data`]),
    ...operations.map(({ path }) => (path.startsWith("/api") ? path : `/api/v1${path}`)),
    ...typed.flatMap((q) => [`/search?q=${q}`, `/search.data?q=${q}`, `/search/suggest?q=${q}`]),
    ...typed.flatMap((q) => [`/manage/people?q=${q}`, `/manage/audit?q=${q}`, `/organisations?q=${q}`, `/experts?q=${q}`]),
  ];
}

/** Canaries in the text that are not the persona's, and those that are. */
function scan(who: Persona, where: string, text: string, seen: Set<string>): string[] {
  bytes += text.length;
  answers++;
  const leaks: string[] = [];
  for (const canary of canaries) {
    if (!text.includes(canary.text)) continue;
    if (canary.may(who)) seen.add(canary.text);
    // What was typed into search comes back with the page.
    else if (!decodeURIComponent(where).includes(canary.text)) leaks.push(`${where}: ${canary.what} ${canary.text}`);
  }
  return leaks;
}

describe.each(PERSONAS)("G3: bytes sent to %s hold nothing of what is not theirs", (name) => {
  test("over every page, its data, every operation and every search", { timeout: 900_000 }, async () => {
    const who = persona(name);
    const seen = new Set<string>();
    const leaks: string[] = [];
    for (const path of readingAddresses()) {
      const response = await doors.product.fetch(path, { cookie: who.cookie });
      leaks.push(...scan(who, path, `${[...response.headers].join("\n")}\n${await response.text()}`, seen));
    }
    expect(leaks).toEqual([]);
    // The scan would be worth nothing if it saw nothing: all that the person must be shown was found on the way.
    const missed = canaries.filter((canary) => canary.must(who) && !seen.has(canary.text));
    expect(missed.map(({ what, text }) => `${what} ${text}`)).toEqual([]);
  });

  test("over both kinds of socket: joins are refused like unknown ids, and nothing is heard", async () => {
    const who = persona(name);
    const headers = { cookie: who.cookie, origin: doors.product.origin };
    const heard: string[] = [];
    const socket: Socket = io(doors.product.origin, {
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
    });
    socket.onAny((...event: unknown[]) => heard.push(JSON.stringify(event)));
    const foreign = doors.world.workspaces.filter(({ id }) => !who.standings.has(id)).map(({ id }) => id);
    const isIn = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("connect_error", () => resolve(false));
    });
    expect(isIn).toBe(who.personId !== null);
    if (isIn) {
      const unknown: unknown = await socket
        .timeout(SAFETY_LIMIT)
        .emitWithAck("join", { workspaceId: "nosuchworkspace00000000000", documentId: null });
      for (const workspaceId of foreign) {
        const answer: unknown = await socket.timeout(SAFETY_LIMIT).emitWithAck("join", { workspaceId, documentId: null });
        expect(answer).toEqual(unknown);
        heard.push(JSON.stringify(answer));
      }
      doors.product.app.deliver([{ type: "document.changed", workspaceId: FOREIGN.workspace, documentId: FOREIGN_DOCUMENT }]);
    }
    const documents = doors.world.documents.filter(({ workspaceId }) => !who.standings.has(workspaceId));
    const codes = new Set<number>();
    for (const { id } of documents) {
      const { code, text } = await knock(id, headers);
      codes.add(code);
      heard.push(text);
    }
    socket.disconnect();
    expect([...codes].filter((code) => code !== 4404 && code !== 4401)).toEqual([]);
    expect(heard.filter((text) => text.includes(FOREIGN.workspace) && text.includes("announce"))).toEqual([]);
    expect(heard.flatMap((text) => scan(who, "socket", text, new Set()))).toEqual([]);
  });
});

/** Opens the document's socket and reads until the server closes it. */
function knock(documentId: string, headers: Record<string, string>): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${doors.product.port}/collab/${documentId}`, { headers });
    let text = "";
    socket.on("message", (data: Buffer) => void (text += data.toString("utf8")));
    socket.on("error", () => undefined);
    socket.on("close", (code, reason) => resolve({ code, text: text + reason.toString("utf8") }));
  });
}

describe("G3: what exists elsewhere and what does not exist are one answer", () => {
  test.each(PERSONAS.filter((name) => name !== "nobody"))("%s", async (name) => {
    const who = persona(name);
    const different: string[] = [];
    const foreign = doors.world.workspaces.filter(({ id }) => !who.standings.has(id));
    const documents = doors.world.documents.filter(({ workspaceId }) => !who.standings.has(workspaceId));
    const pairs: [string, string][] = [
      ...foreign.flatMap(({ id }) =>
        ["", "/members", "/plans", ".data", "/plans.data"].map((tail): [string, string] => [`/workspaces/${id}${tail}`, id]),
      ),
      ...foreign.map(({ id }): [string, string] => [`/api/v1/workspaces/${id}/members`, id]),
      ...documents.flatMap(({ id, workspaceId }): [string, string][] => [
        [`/api/v1/documents/${id}`, id],
        [`/api/v1/documents/${id}/versions`, id],
        [`/workspaces/${workspaceId}/plans/${id}`, id],
      ]),
    ];
    for (const [path, id] of pairs) {
      const nowhere = "z".repeat(id.length);
      const [there, gone] = [await read(who, path), await read(who, path.replaceAll(id, nowhere))];
      if (there.status !== gone.status || plain(there.text, id) !== plain(gone.text, nowhere)) different.push(path);
    }
    expect(different).toEqual([]);
    expect(pairs.length).toBeGreaterThan(5);
  });
});

async function read(who: Persona, path: string): Promise<{ status: number; text: string }> {
  const response = await doors.product.fetch(path, { cookie: who.cookie });
  return { status: response.status, text: await response.text() };
}

/** Without what differs from request to request: ids of requests, nonces, the clock. */
function plain(text: string, id: string): string {
  return text
    .replaceAll(id, "ID")
    .replaceAll(/[a-z2-7]{26}/g, "REQUEST")
    .replaceAll(/nonce="[^"]*"/g, "")
    .replaceAll(/\b1[6-9]\d{11}\b/g, "NOW");
}
