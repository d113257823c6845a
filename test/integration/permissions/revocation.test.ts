import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { inTransaction } from "#db/transaction.ts";
import type { DocumentId, WorkspaceId } from "#db/schema.ts";
import { disableAccount } from "#server/accounts/commands.ts";
import { createContext } from "#server/core/create-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { archiveWorkspace } from "#server/workspaces/commands.ts";
import { connectOwnClient, type OwnClient } from "#test/support/own-client.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";
import { openSession } from "./personas.ts";

const PAIR = "陇南市·劳动教育";
const ALLIANCE = "小学数学学科教研联盟";

let product: Product;
const times = new Map<string, number>();

beforeAll(async () => {
  product = await startProduct({ env: { SESSIONS_PER_USER: "100" } });
});

afterAll(async () => {
  const slowest = [...times].sort((a, b) => b[1] - a[1])[0];
  console.info(`G4: ${times.size} revocations, at most ${slowest?.[1].toFixed(0)} ms (${slowest?.[0]})`);
  await product[Symbol.asyncDispose]();
});

interface Place {
  readonly workspaceId: WorkspaceId;
  readonly documentId: DocumentId;
}

async function place(title: string, kind: "regionalPlan" | "schoolPlan"): Promise<Place> {
  const row = await product.app.db
    .selectFrom("document as d")
    .innerJoin("workspace as w", "w.id", "d.workspace_id")
    .select(["d.id as documentId", "w.id as workspaceId"])
    .where("w.title", "=", title)
    .where("d.kind", "=", kind)
    .executeTakeFirstOrThrow();
  return row;
}

async function personOf(login: string) {
  return product.app.db.selectFrom("person").selectAll().where("login", "=", login).executeTakeFirstOrThrow();
}

/** A person at every transport at once: page and API by cookie, both transports of Socket.IO, and a document's socket where there is one. */
async function enter(login: string, { workspaceId, documentId }: Place, opens: { document: boolean } = { document: true }) {
  const { id } = await personOf(login);
  const cookie = await openSession(product.app.db, id, login === "provinceAdmin");
  const sockets = await Promise.all((["websocket", "polling"] as const).map((transport) => join(cookie, transport, workspaceId)));
  const client = opens.document ? await connectOwnClient({ origin: product.origin, documentId, cookie }) : null;
  if (client) onTestFinished(() => client[Symbol.dispose]());
  return { id, cookie, sockets, client };
}

interface Seat {
  readonly transport: string;
  readonly socket: Socket;
  isTold: boolean;
  heard: number;
}

async function join(cookie: string, transport: string, workspaceId: string): Promise<Seat> {
  const headers = { cookie, origin: product.origin };
  const socket = io(product.origin, { transports: [transport], reconnection: false, forceNew: true, extraHeaders: headers });
  onTestFinished(() => void socket.close());
  const seat: Seat = { transport, socket, isTold: false, heard: 0 };
  socket.on("announce", () => seat.heard++);
  for (const sign of ["accessChanged", "signedOut", "disconnect"]) socket.on(sign, () => (seat.isTold = true));
  expect(await socket.timeout(SAFETY_LIMIT).emitWithAck("join", { workspaceId, documentId: null })).toEqual({ ok: true });
  seat.isTold = false;
  return seat;
}

async function statusOf(path: string, cookie: string): Promise<number> {
  return (await product.fetch(path, { cookie })).status;
}

/** Fires and measures each transport until it is shut. */
async function measure(
  event: string,
  who: Awaited<ReturnType<typeof enter>>,
  { workspaceId }: Place,
  fire: () => Promise<unknown>,
): Promise<void> {
  const member = await enter("holderHost", await place(PAIR, "regionalPlan"), { document: false });
  const begun = performance.now();
  await fire();
  const note = (transport: string) => void times.set(`${event}, ${transport}`, performance.now() - begun);
  const isShut = (status: number) => status !== 200;
  await Promise.all([
    waitFor(async () => isShut(await statusOf(`/workspaces/${workspaceId}`, who.cookie)), { what: "page" }).then(() => note("page")),
    waitFor(async () => isShut(await statusOf(`/api/v1/workspaces/${workspaceId}/members`, who.cookie)), { what: "API" }).then(() =>
      note("API"),
    ),
    ...who.sockets.map((seat) => waitFor(() => seat.isTold, { what: seat.transport }).then(() => note(`Socket.IO ${seat.transport}`))),
    ...(who.client ? [waitFor(() => who.client?.closeCode !== 0, { what: "document" }).then(() => note("document"))] : []),
  ]);
  // What is told may come before the seat is gone; then nothing more is heard.
  await waitFor(async () => (await Promise.all(who.sockets.map((seat) => isOut(seat, workspaceId)))).every(Boolean), {
    what: "seats gone",
  });
  const before = who.sockets.map(({ heard }) => heard);
  const at = member.sockets[0]?.heard ?? 0;
  product.app.deliver([{ type: "workspace.changed", workspaceId }]);
  if (workspaceId === (await place(PAIR, "regionalPlan")).workspaceId) await waitFor(() => (member.sockets[0]?.heard ?? 0) > at);
  expect(who.sockets.map(({ heard }) => heard)).toEqual(before);
  for (const [what, ms] of times) if (what.startsWith(event)) expect({ what, inTime: ms < SAFETY_LIMIT }).toEqual({ what, inTime: true });
}

async function isOut({ socket }: Seat, workspaceId: string): Promise<boolean> {
  if (!socket.connected) return true;
  const answer: unknown = await socket.timeout(SAFETY_LIMIT).emitWithAck("join", { workspaceId, documentId: null });
  return JSON.stringify(answer).includes('"ok":false');
}

describe("G4: rights that end while everything is connected end on every transport", () => {
  test("a membership is ended by its side", async () => {
    const where = await place(PAIR, "regionalPlan");
    const who = await enter("schoolTeacher", where);
    const manager = await enter("regionOfficer", where, { document: false });
    await measure("membership ended", who, where, () =>
      product.fetch(`/workspaces/${where.workspaceId}/members`, {
        method: "POST",
        cookie: manager.cookie,
        body: new URLSearchParams({ intent: "end", personId: who.id }),
      }),
    );
  });

  test("a membership row ends without anybody saying so", async () => {
    const where = await place(PAIR, "regionalPlan");
    const who = await enter("schoolTeacher02", where);
    await sweepOnce();
    await measure("row ended", who, where, () =>
      product.app.db.updateTable("membership").set({ ended_at: Date.now() }).where("person_id", "=", who.id).execute(),
    );
  });

  test("a role's term runs out", async () => {
    const where = await place(PAIR, "regionalPlan");
    const who = await enter("provinceAdmin", where, { document: false });
    await sweepOnce();
    await measure("role ended", who, where, () =>
      product.app.db.updateTable("role_assignment").set({ valid_to: Date.now() }).where("person_id", "=", who.id).execute(),
    );
    await product.app.db.updateTable("role_assignment").set({ valid_to: null }).where("person_id", "=", who.id).execute();
  });

  test("a person is disabled", async () => {
    const where = await place(PAIR, "regionalPlan");
    const who = await enter("schoolTeacher03", where);
    const ctx = createContext(product.app, null, "test");
    await measure("person disabled", who, where, () => inTransaction(ctx, (trx) => disableAccount(trx, who.id, "administrator")));
  });

  test("a session is revoked", async () => {
    const where = await place(PAIR, "regionalPlan");
    const who = await enter("schoolTeacher04", where);
    await measure("session revoked", who, where, () => product.fetch("/api/v1/sessions/current", { method: "DELETE", cookie: who.cookie }));
  });

  test("a hat is changed: the old session is gone", async () => {
    const where = await place(ALLIANCE, "schoolPlan");
    const who = await enter("regionOfficer02", where);
    const hat = await product.app.db
      .selectFrom("role_assignment")
      .select("id")
      .where("person_id", "=", who.id)
      .where("role", "=", "regionOfficer")
      .executeTakeFirstOrThrow();
    await measure("hat changed", who, where, () =>
      product.fetch("/hat", { method: "POST", cookie: who.cookie, body: new URLSearchParams({ hat: hat.id }) }),
    );
  });
});

/** Long enough for the gateways to have looked at what there is: their sweep runs every second. */
async function sweepOnce(): Promise<void> {
  const from = performance.now();
  await waitFor(() => performance.now() - from > 1200);
}

test("G4: an archived workspace takes no more writing, over page, API and the document's socket", async () => {
  const where = await place(PAIR, "regionalPlan");
  const who = await enter("regionOfficer", where);
  const client = who.client as OwnClient;
  client.type("归档前");
  await waitFor(() => client.allSaved);
  const province = await personOf("provinceAdmin");
  const user = {
    personId: province.id,
    login: province.login,
    displayName: "",
    mark: "",
    hat: null,
    duty: null,
    via: "session",
    sessionId: "none" as never,
  } as const;
  const ctx = createContext(product.app, user, "test");
  const grant = await authorizeOffice(ctx, "workspaces.archive", { regionCode: "621200" });
  const begun = performance.now();
  await archiveWorkspace(ctx, grant, where.workspaceId, "阶段工作结束");
  await waitFor(() => client.messages.some((message) => message.type === "welcome" && message.access === "read") || client.closeCode !== 0);
  times.set("archived, document", performance.now() - begun);
  const version = {
    method: "POST",
    cookie: who.cookie,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "晚了", note: "" }),
  };
  expect((await product.fetch(`/api/v1/documents/${where.documentId}/versions`, version)).status).toBe(403);
  const form = new URLSearchParams({ template: "annual_plan", title: "晚了" });
  expect((await product.fetch(`/workspaces/${where.workspaceId}/plans`, { method: "POST", cookie: who.cookie, body: form })).status).toBe(
    403,
  );
  times.set("archived, page and API", performance.now() - begun);
  expect(await statusOf(`/workspaces/${where.workspaceId}`, who.cookie)).toBe(200);
  expect(performance.now() - begun).toBeLessThan(SAFETY_LIMIT);
});
