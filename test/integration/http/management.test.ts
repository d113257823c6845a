import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ENTRY_POINTS } from "#server/permissions/entry-points.ts";
import { OFFICE_ACTIONS } from "#server/permissions/offices.ts";
import { openSession } from "#test/integration/permissions/personas.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { startProductProcess } from "#test/support/product-process.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { sendRaw } from "./raw.ts";

/** Pages that ask for an office and need no id. */
const OFFICE_PAGES = ENTRY_POINTS.filter(
  ({ surface, name, reads }) =>
    surface === "page" && !name.includes(":") && reads.length > 0 && reads.every((one) => OFFICE_ACTIONS.some((action) => action === one)),
).map(({ name }) => name);

async function ask(product: Product, login: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  const person = await product.app.db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow();
  const cookie = await openSession(product.app.db, person.id, true);
  return (await sendRaw({ port: product.port, path, headers: { host: `127.0.0.1:${product.port}`, cookie, ...headers } })).status;
}

describe("M15: pages of administration", () => {
  test("answer from the configured network only, by the address of the socket, whatever a header says", async () => {
    await using product = await startProduct({ env: { MANAGE_FROM: "10.20.0.0/16" } });
    expect(OFFICE_PAGES.length).toBeGreaterThan(8);
    for (const path of OFFICE_PAGES) {
      for (const login of ["systemOperator", "securityAdmin", "auditor", "provinceAdmin", "unitAdmin"]) {
        for (const headers of [{}, { "x-forwarded-for": "10.20.1.1" }, { forwarded: "for=10.20.1.1" }, { "x-real-ip": "10.20.1.1" }]) {
          expect(`${login} ${path} ${await ask(product, login, path, headers)}`).toBe(`${login} ${path} 403`);
        }
      }
    }
    // The same person works on where administration is not asked for.
    expect(await ask(product, "provinceAdmin", "/workspaces")).toBe(200);
  });

  test("answer from the configured network behind a trusted proxy that says so", async () => {
    await using product = await startProduct({ env: { MANAGE_FROM: "10.20.0.0/16", TRUSTED_PROXIES: "127.0.0.1" } });
    expect(await ask(product, "securityAdmin", "/manage/people", { "x-forwarded-for": "10.20.1.1" })).toBe(200);
    expect(await ask(product, "securityAdmin", "/manage/people", { "x-forwarded-for": "10.20.1.1, 192.0.2.1" })).toBe(403);
  });
});

test("M15: the product listens on one port and no other", async () => {
  const before = new Set(listeningInodes());
  await using product = await startProductProcess({ dataDir: tempDirectory() });
  const added = listeningInodes().filter((inode) => !before.has(inode));
  const mine = added.filter((inode) => childrenSockets().has(inode));
  expect(product.alive).toBe(true);
  expect(mine).toHaveLength(1);
});

/** Inodes of listening TCP sockets of this machine. */
function listeningInodes(): string[] {
  return ["tcp", "tcp6"].flatMap((name) =>
    readFileSync(`/proc/net/${name}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === "0A")
      .map((columns) => columns[9] ?? ""),
  );
}

/** Inodes of the sockets that children of this process hold open. */
function childrenSockets(): Set<string> {
  const found = new Set<string>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1] !== String(process.pid)) continue;
      for (const handle of readdirSync(`/proc/${pid}/fd`)) {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${handle}`))?.[1];
        if (inode !== undefined) found.add(inode);
      }
    } catch {
      // Gone meanwhile, or another user's.
    }
  }
  return found;
}
