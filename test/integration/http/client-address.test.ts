import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import WebSocket from "ws";
import { createAddressList } from "#server/core/addresses.ts";
import { randomIds } from "#server/core/ids.ts";
import { createOrigins } from "#server/http/origins.ts";
import { addressOf, describeRequests } from "#server/http/request-info.ts";
import { startProduct } from "#test/support/product.ts";
import { waitFor } from "#test/support/wait.ts";
import { sendRaw } from "./raw.ts";

const FORWARDED = { "x-forwarded-for": "203.0.113.7" };

test.each([
  ["127.0.0.1", "203.0.113.7"],
  ["", "127.0.0.1"],
])("M11: a refused document is recorded with the address that proxies %j tell", async (TRUSTED_PROXIES, address) => {
  await using product = await startProduct({ env: { TRUSTED_PROXIES } });
  const { db } = product.app;
  const { id } = await db.selectFrom("document").select("id").where("kind", "=", "regionalPlan").executeTakeFirstOrThrow();
  // Reads what is published of every workspace of the province, and no draft.
  const cookie = await product.signIn("provinceAdmin");
  const headers = { ...FORWARDED, cookie, origin: product.origin };
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/collab/${id}`, { headers });
  onTestFinished(() => socket.terminate());
  expect(await once(socket, "close")).toContain(4403);
  const denied = () => db.selectFrom("audit").select(["object_kind as kind", "address"]).where("type", "=", "access.denied").execute();
  expect(await waitFor(async () => (await denied())[0])).toEqual({ kind: "document", address });
});

test("M11: whoever answers in front of the pages, as Socket.IO does, sees the address of the client too", async () => {
  const server = createServer();
  const seen: string[] = [];
  server.on("request", (req, res) => {
    seen.push(`request ${addressOf(req)}`);
    res.end();
  });
  server.on("upgrade", (req, socket) => {
    seen.push(`upgrade ${addressOf(req)}`);
    socket.destroy();
  });
  const origins = createOrigins({ publicOrigin: null, host: "127.0.0.1" });
  describeRequests(server, { ids: randomIds, origins, trustedProxies: createAddressList(["127.0.0.1"]) });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  // A server that listens on TCP.
  const { port } = server.address() as AddressInfo;
  await sendRaw({ port, path: "/socket.io/?transport=polling", headers: { host: `127.0.0.1:${port}`, ...FORWARDED } });
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/`, { headers: FORWARDED });
  await once(socket, "error");
  expect(seen).toEqual(["request 203.0.113.7", "upgrade 203.0.113.7"]);
});
