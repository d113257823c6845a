import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { frameMessage } from "#server/collab/fan-out.ts";

test.each([0, 1, 125, 126, 65_535, 65_536, 300_000])(
  "a frame of %i bytes written to the bare socket is read by a client as one message",
  async (size) => {
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    const server = createServer();
    const message = Uint8Array.from({ length: size }, (_, i) => i % 251);
    server.on("upgrade", (req, socket, head) => {
      sockets.handleUpgrade(req, socket, head, () => {
        socket.write(frameMessage(message));
        socket.write(frameMessage(Uint8Array.of(9)));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const received: Buffer[] = [];
    client.on("message", (data: Buffer) => received.push(data));
    while (received.length < 2) await once(client, "message");
    expect(received[0]?.equals(message)).toBe(true);
    expect([...(received[1] ?? [])]).toEqual([9]);
    client.terminate();
    server.close();
  },
);
