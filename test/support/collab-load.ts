import { createConnection, type Socket } from "node:net";
import type { CollabProcess } from "./collab-process.ts";
import { connectOwnClient, type OwnClient } from "./own-client.ts";
import { waitFor } from "./wait.ts";

/** The value below which `share` of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export interface Bystanders extends Disposable {
  readonly writer: OwnClient;
  readonly reader: OwnClient;
  /** Ms from an edit of one to the screen of the other, since the last call. */
  delays(): number[];
  /** Stops typing and resolves when both hold the same text. */
  finish(): Promise<void>;
}

/** Two honest people at one document, one edit every 40 ms, measured to the other's replica. */
export async function watchBystanders(server: CollabProcess, documentId: string, people: readonly [string, string]): Promise<Bystanders> {
  const [writer, reader] = await Promise.all(
    people.map(async (person) => connectOwnClient({ origin: server.origin, documentId, cookie: await server.cookieOf(person) })),
  );
  if (!writer || !reader) throw new Error("two people are needed");
  let measured: number[] = [];
  let count = 0;
  let sent: { text: string; at: number } | null = null;
  const text = (): string => `旁${count}。`;
  reader.doc.on("update", () => {
    if (!sent || !reader.body().includes(sent.text)) return;
    measured.push(performance.now() - sent.at);
    sent = null;
  });
  const timer = setInterval(() => {
    if (sent) return;
    count++;
    sent = { text: text(), at: performance.now() };
    writer.type(sent.text);
  }, 40);
  const stop = (): void => clearInterval(timer);
  return {
    writer,
    reader,
    delays: () => {
      const result = sent ? [...measured, performance.now() - sent.at] : measured;
      measured = [];
      return result;
    },
    finish: async () => {
      stop();
      await waitFor(() => writer.allSaved && writer.body() === reader.body(), { what: "two equal replicas" });
    },
    [Symbol.dispose]() {
      stop();
      writer[Symbol.dispose]();
      reader[Symbol.dispose]();
    },
  };
}

/** A WebSocket handshake by hand; resolves to the raw connection behind it. */
export function openRawSocket(server: { origin: string; port: number }, documentId: string, cookie: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: "127.0.0.1", port: server.port });
    socket.on("error", () => undefined);
    socket.once("close", () => reject(new Error("closed before the handshake")));
    const lines = [
      "Host: 127.0.0.1",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ];
    socket.write(
      [`GET /collab/${documentId} HTTP/1.1`, ...lines, `Origin: ${server.origin}`, `Cookie: ${cookie}`, "", ""]
        .join("\r\n")
        .replace("Host: 127.0.0.1", `Host: 127.0.0.1:${server.port}`),
    );
    socket.once("data", () => resolve(socket));
  });
}

/** A masked client frame, as broken as its first two bytes are told to be. */
export function clientFrame(firstByte: number, payload: Uint8Array, options: { masked?: boolean; claimedLength?: number } = {}): Buffer {
  const masked = options.masked ?? true;
  const length = options.claimedLength ?? payload.length;
  const header = Buffer.alloc(length < 126 ? 2 : 10);
  header[0] = firstByte;
  header[1] = (masked ? 0x80 : 0) | (length < 126 ? length : 127);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  // A zero mask leaves the payload as it is.
  return Buffer.concat([header, Buffer.alloc(masked ? 4 : 0), payload]);
}
