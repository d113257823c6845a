import { once } from "node:events";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import WebSocket from "ws";
import { startProduct, type Product } from "#test/support/product.ts";
import { waitFor } from "#test/support/wait.ts";

let product: Product;
let documentId: string;

beforeAll(async () => {
  product = await startProduct();
  const { id } = await product.app.db.selectFrom("document").select("id").where("kind", "=", "regionalPlan").executeTakeFirstOrThrow();
  documentId = id;
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

interface Ended {
  readonly code: number;
}

function openDocument(headers: Record<string, string>): { socket: WebSocket; ended: Promise<Ended>; received: () => number } {
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/collab/${documentId}`, { headers });
  onTestFinished(() => socket.terminate());
  let bytes = 0;
  socket.on("message", (data: Buffer) => void (bytes += data.length));
  const ended = new Promise<Ended>((resolve) => {
    socket.on("unexpected-response", (_request, response) => resolve({ code: response.statusCode ?? 0 }));
    socket.on("error", () => undefined);
    socket.on("close", (code) => resolve({ code }));
  });
  return { socket, ended, received: () => bytes };
}

function openEvents(cookie: string): Socket {
  const socket = io(product.origin, { transports: ["websocket"], reconnection: false, extraHeaders: { cookie, origin: product.origin } });
  onTestFinished(() => void socket.disconnect());
  return socket;
}

describe("D2, D3: an upgrade", () => {
  test("from a foreign or absent Origin is refused before the handshake, even with a session", async () => {
    const cookie = await product.signIn("regionOfficer");
    for (const headers of [
      { cookie },
      { cookie, origin: "http://evil.example" },
      { cookie, origin: `${product.origin}.evil.example` },
      { cookie, origin: "null" },
    ]) {
      const { ended, received } = openDocument(headers);
      expect([(await ended).code, received()]).toEqual([403, 0]);
    }
  });

  test("without a session is closed with 4401 and not a byte of content", async () => {
    for (const cookie of ["", "gongyan_session=x", `gongyan_session=${"a".repeat(52)}`]) {
      const { ended, received } = openDocument({ cookie, origin: product.origin });
      expect([(await ended).code, received()]).toEqual([4401, 0]);
    }
  });

  test("by a person of another workspace is closed with 4404 and not a byte of content", async () => {
    const { ended, received } = openDocument({ cookie: await product.signIn("regionOfficer03"), origin: product.origin });
    expect([(await ended).code, received()]).toEqual([4404, 0]);
  });
});

describe("M3: every socket ends with its session", () => {
  test("when the person signs out, and those of another session stay", async () => {
    const [leaving, staying] = [await product.signIn("regionOfficer"), await product.signIn("regionOfficer")];
    const document = openDocument({ cookie: leaving, origin: product.origin });
    const other = openDocument({ cookie: staying, origin: product.origin });
    const events = openEvents(leaving);
    await Promise.all([once(document.socket, "open"), once(other.socket, "open"), waitFor(() => events.connected)]);
    await waitFor(() => document.received() > 0);
    let told = false;
    events.on("signedOut", () => (told = true));
    await product.fetch("/api/v1/sessions/current", { method: "DELETE", cookie: leaving });
    expect((await document.ended).code).toBe(4401);
    await waitFor(() => told && !events.connected);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
  });

  test("when nothing was done for too long", async () => {
    const cookie = await product.signIn("holderExpert");
    const document = openDocument({ cookie, origin: product.origin });
    await once(document.socket, "open");
    await waitFor(() => document.received() > 0);
    const { id } = await product.app.db.selectFrom("person").select("id").where("login", "=", "holderExpert").executeTakeFirstOrThrow();
    await product.app.db.updateTable("session").set({ last_active_at: 0 }).where("person_id", "=", id).execute();
    expect((await document.ended).code).toBe(4401);
  });

  test("when the person's session is removed behind the server's back", async () => {
    const cookie = await product.signIn("holderHost");
    const document = openDocument({ cookie, origin: product.origin });
    await once(document.socket, "open");
    await waitFor(() => document.received() > 0);
    const { id } = await product.app.db.selectFrom("person").select("id").where("login", "=", "holderHost").executeTakeFirstOrThrow();
    await product.app.db.deleteFrom("session").where("person_id", "=", id).execute();
    expect((await document.ended).code).toBe(4401);
  });
});
