/** Hocuspocus as its manual sets it up: default debounce and flush delay, with the SQLite extension when BENCH_DATA is set. */
import { join } from "node:path";
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const folder = process.env.BENCH_DATA;
const server = new Server({
  address: "127.0.0.1",
  port: 0,
  quiet: true,
  stopOnSignals: true,
  extensions: folder ? [new SQLite({ database: join(folder, "hocuspocus.sqlite") })] : [],
});
await server.listen();
process.send?.({ type: "listening", port: server.address.port });
