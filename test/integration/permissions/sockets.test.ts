import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as awareness from "y-protocols/awareness";
import * as Y from "yjs";
import * as encoding from "lib0/encoding";
import { MESSAGE, SYNC } from "#collab/protocol.ts";
import { can } from "#server/permissions/policy.ts";
import { ENTRY_POINTS } from "#server/permissions/entry-points.ts";
import { connectOwnClient } from "#test/support/own-client.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";
import { openDoors, type Doors } from "./doors.ts";
import { mayAsk } from "./expectations.ts";
import { PERSONAS, type Persona, type World } from "./personas.ts";

/** What a client may send on a document's socket; the gateway must know each (catalogue C10). */
const MESSAGES = ["step1", "step2", "update", "awareness", "read"] as const;
type Sent = (typeof MESSAGES)[number];

let doors: Doors;
let checks = 0;

beforeAll(async () => {
  doors = await openDoors();
});

afterAll(async () => {
  console.info(`G1 sockets: ${checks} checks`);
  await doors.product[Symbol.asyncDispose]();
});

type Listed = World["documents"][number];

/** Every kind of document in every workspace, once: own and foreign units of a school plan apart. */
function documentsFor(persona: Persona): Listed[] {
  const seen = new Set<string>();
  return doors.world.documents.filter((document) => {
    const standing = persona.standings.get(document.workspaceId);
    const key = `${document.workspaceId} ${document.kind} ${document.organisationId === standing?.organisationId} ${document.releasedVersionId !== null}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

interface Rights {
  readonly live: boolean;
  readonly comment: boolean;
  readonly write: boolean;
}

function rightsAt(persona: Persona, document: Listed): Rights {
  const standing = persona.standings.get(document.workspaceId);
  if (!standing || persona.duty !== null) return { live: false, comment: false, write: false };
  const facts = { documentKind: document.kind, own: document.organisationId === standing.organisationId };
  return {
    live: can(standing.role, "plan.readLive", facts),
    comment: can(standing.role, "plan.comment", facts),
    write: can(standing.role, "plan.edit", facts),
  };
}

describe.each(PERSONAS)("G1: %s at both kinds of socket", (name) => {
  test("joins exactly the workspaces and documents the data says", async () => {
    const persona = find(name);
    const headers = { cookie: persona.cookie, origin: doors.product.origin };
    const socket: Socket = io(doors.product.origin, {
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
    });
    const isIn = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("connect_error", () => resolve(false));
    });
    checks++;
    expect(isIn).toBe(persona.personId !== null);
    const wrong: string[] = [];
    const asked = ENTRY_POINTS.find((one) => one.surface === "event" && one.name === "join");
    for (const { id, workspaceId } of isIn
      ? [...doors.world.workspaces.map(({ id: one }) => ({ id: null, workspaceId: one })), ...documentsFor(persona)]
      : []) {
      // The bucket of a page is refilled by the second.
      const join = () =>
        socket.timeout(SAFETY_LIMIT).emitWithAck("join", { workspaceId, documentId: id, watch: true }) as Promise<{
          ok: boolean;
          code?: string;
        }>;
      const answer = await waitFor(
        async () => {
          const given = await join();
          return given.code === "tooManyRequests" ? null : given;
        },
        { interval: 250 },
      );
      const target = id === null ? { workspaceId } : { workspaceId, documentId: id };
      const document = doors.world.documents.find((one) => one.id === id);
      const standing = persona.standings.get(workspaceId);
      const mayPublished =
        document === undefined ||
        (standing !== undefined &&
          can(standing.role, "plan.readPublished", {
            documentKind: document.kind,
            own: document.organisationId === standing.organisationId,
          }));
      const expected = mayAsk(doors.world, persona, "workspace.read", { workspaceId }) === true && mayPublished;
      checks++;
      if (answer.ok !== expected) wrong.push(`${JSON.stringify(target)} ${answer.code ?? "joined"}`);
    }
    socket.disconnect();
    expect(asked?.reads).toEqual(["workspace.read", "plan.readPublished"]);
    expect(wrong).toEqual([]);
  });

  test("may send exactly the messages the data says, and nothing else is applied", async () => {
    const persona = find(name);
    const wrong: string[] = [];
    for (const document of documentsFor(persona)) {
      const rights = rightsAt(persona, document);
      for (const [sent, took] of Object.entries(await trySending(persona, document.id))) {
        checks++;
        const expected = sent === "step2" || sent === "update" ? rights.write : rights.live;
        if (took !== expected) wrong.push(`${document.kind} ${document.workspaceId} ${sent}: ${took}, expected ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

function find(name: string): Persona {
  const found = doors.personas.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
}

/** Sends one of each kind and says which the server took. Nothing at all is taken of somebody who is not admitted. */
async function trySending(persona: Persona, documentId: string): Promise<Record<Sent, boolean>> {
  const client = await connectOwnClient({ origin: doors.product.origin, documentId, cookie: persona.cookie });
  using _ended = client;
  if (!client.synced) return { step1: false, step2: false, update: false, awareness: false, read: false };
  const access = client.messages.find(({ type }) => type === "welcome");
  const refusalsOf = async (act: () => void): Promise<boolean> => {
    const before = client.refusals.length;
    const saved = client.messages.length;
    act();
    await waitFor(() => client.refusals.length > before || client.messages.length > saved || client.allSaved);
    return client.refusals.length === before;
  };
  const update = await refusalsOf(() => client.type(`${persona.name}写的字`));
  const step2 = update && (await refusalsOf(() => client.sendRaw(sync(SYNC.step2, Y.encodeStateAsUpdate(client.doc)))));
  const own = new awareness.Awareness(client.doc);
  own.setLocalState({ at: 1 });
  client.sendRaw(presence(awareness.encodeAwarenessUpdate(own, [client.doc.clientID])));
  client.showSeen(0);
  own.destroy();
  const before = client.messages.length;
  client.sendRaw(sync(SYNC.step1, Y.encodeStateVector(client.doc)));
  // Answered after all that came before it: a socket that is still open took them.
  await waitFor(() => client.closeCode !== 0 || client.messages.length >= before);
  const isOpen = client.closeCode === 0;
  return { step1: isOpen && access !== undefined, step2, update, awareness: isOpen, read: client.synced };
}

function sync(kind: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

function presence(payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

test("G1: every event and every upgrade of the list is asked here", () => {
  const listed = ENTRY_POINTS.filter(({ surface }) => surface === "event" || surface === "upgrade").map(({ name }) => name);
  expect(listed).toEqual(["join", "leave", "/collab/", "/socket.io/"]);
  expect(Object.keys(SYNC).concat("awareness", "read").sort()).toEqual([...MESSAGES].sort());
});
