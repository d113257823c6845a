import { copyFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openSqlite, PragmaDrift, assertPragmas } from "#db/client.ts";
import { openJournal } from "#db/journal.ts";
import { openJournalReader } from "#db/journal-read.ts";
import { DataDirectoryInUse, lockDataDirectory } from "#db/lock.ts";
import { tempDirectory } from "#test/support/temp.ts";

const DOC = "documentaaaa";
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const row = (documentId: string, ...values: number[]) => ({ documentId, author: "p1", bytes: bytes(...values), newClients: [] });

function openBoth() {
  const file = join(tempDirectory(), "journal.sqlite");
  const journal = openJournal(file);
  return { file, journal, reader: openJournalReader(file) };
}

test("sequences count per document and survive trimming", () => {
  const { journal, reader } = openBoth();
  expect(journal.append([row(DOC, 1), row("documentbbbb", 9), row(DOC, 2)], 5)).toEqual(
    new Map([
      [DOC, 2],
      ["documentbbbb", 1],
    ]),
  );
  journal.saveSnapshot({ documentId: DOC, coveredSeq: 2, bytes: bytes(7), stateVector: bytes(8), baseSeq: null }, 6);
  journal.append([row(DOC, 3)], 7);
  journal.saveSnapshot({ documentId: DOC, coveredSeq: 3, bytes: bytes(17), stateVector: bytes(18), baseSeq: 2 }, 8);
  expect(journal.append([row(DOC, 4)], 9).get(DOC)).toBe(4);
  const stored = reader.read(DOC);
  expect(stored.head).toBe(4);
  expect([...(stored.snapshot?.bytes ?? [])]).toEqual([17]);
  expect(stored.rows.map((r) => [r.seq, ...r.bytes])).toEqual([[4, 4]]);
  expect(stored.damage).toBeNull();
});

test("client ids are bound once, to the first author, up to 2^53 - 1", () => {
  const { journal, reader } = openBoth();
  const client = Number.MAX_SAFE_INTEGER;
  journal.append([{ ...row(DOC, 1), newClients: [client] }], 5);
  journal.append([{ ...row(DOC, 2), author: "p2", newClients: [client] }], 6);
  expect(reader.read(DOC).bindings).toEqual([{ clientId: client, author: "p1", boundAt: 5 }]);
});

test("a group with one impossible row stores nothing", () => {
  const { journal, reader } = openBoth();
  const broken = { ...row(DOC, 2), author: null as unknown as string };
  expect(() => journal.append([row(DOC, 1), broken], 5)).toThrow(/author/);
  expect(reader.read(DOC).head).toBe(0);
});

test("a damaged newest snapshot is rebuilt from the one before it, nothing lost, the damaged bytes kept aside", () => {
  const { file, journal, reader } = openBoth();
  journal.append([row(DOC, 1), row(DOC, 2)], 5);
  journal.saveSnapshot({ documentId: DOC, coveredSeq: 1, bytes: bytes(7), stateVector: bytes(8), baseSeq: null }, 6);
  journal.saveSnapshot({ documentId: DOC, coveredSeq: 2, bytes: bytes(17), stateVector: bytes(18), baseSeq: 1 }, 7);
  const raw = new Database(file);
  raw.prepare("update snapshot set bytes = x'ff' where covered_seq = 2").run();
  const stored = reader.read(DOC);
  expect(stored.snapshot?.coveredSeq).toBe(1);
  expect(stored.rows.map((r) => r.seq)).toEqual([2]);
  expect(stored.damage).toEqual({ fromSeq: null, snapshots: [2], reason: "snapshot" });
  journal.quarantine(DOC, null, [2], "snapshot", 9);
  expect(raw.prepare("select kind, seq, hex(bytes) as bytes from quarantine").all()).toEqual([{ kind: "snapshot", seq: 2, bytes: "FF" }]);
  raw.close();
});

test("1,000 flipped bytes of journal rows are all found, and reading stops before the first bad row", () => {
  const { file, journal, reader } = openBoth();
  for (let i = 0; i < 10; i++) journal.append([row(DOC, i, 1, 2, 3, 4, 5, 6, 7)], i);
  const raw = new Database(file);
  const original = raw.prepare<[], { seq: number; bytes: Buffer }>("select seq, bytes from journal").all();
  const write = raw.prepare("update journal set bytes = ? where seq = ?");
  let found = 0;
  for (let i = 0; i < 1000; i++) {
    const victim = original[i % original.length];
    if (!victim) continue;
    const changed = Buffer.from(victim.bytes);
    changed[i % 8] = (changed[i % 8] ?? 0) ^ (1 + (i % 255));
    write.run(changed, victim.seq);
    const { damage, rows } = reader.read(DOC);
    if (damage?.fromSeq === victim.seq && damage.reason === "checksum" && rows.length === victim.seq - 1) found++;
    write.run(victim.bytes, victim.seq);
  }
  raw.close();
  console.log(`A10 flipped rows found ${found}/1000, undetected ${1000 - found}`);
  expect(found).toBe(1000);
  expect(reader.read(DOC).damage).toBeNull();
});

test("a missing row in the middle is damage, not a shorter document", () => {
  const { file, journal, reader } = openBoth();
  journal.append([row(DOC, 1), row(DOC, 2), row(DOC, 3)], 5);
  const raw = new Database(file);
  raw.exec("delete from journal where seq = 2");
  raw.close();
  expect(reader.read(DOC)).toMatchObject({ head: 1, damage: { fromSeq: 2, reason: "gap" } });
});

test("A14 a drifted pragma is named and refused", () => {
  const sqlite = openSqlite(join(tempDirectory(), "a.sqlite"));
  for (const [name, value] of [
    ["synchronous", "normal"],
    ["foreign_keys", "off"],
    ["busy_timeout", "5000"],
  ] as const) {
    const before = sqlite.pragma(name, { simple: true });
    sqlite.pragma(`${name} = ${value}`);
    expect(() => assertPragmas(sqlite)).toThrow(PragmaDrift);
    sqlite.pragma(`${name} = ${String(before)}`);
  }
  expect(() => assertPragmas(sqlite)).not.toThrow();
  sqlite.close();
});

test("A14 a journal that cannot be in WAL mode is refused at start", () => {
  expect(() => openJournal(":memory:")).toThrow(/journal_mode is memory, must be wal/);
});

test("a second holder of the data directory is refused with one Chinese line, and may start after the first ends", () => {
  const directory = tempDirectory();
  const first = lockDataDirectory(directory);
  expect(() => lockDataDirectory(directory)).toThrow(DataDirectoryInUse);
  expect(() => lockDataDirectory(directory)).toThrow(/正由另一个共研进程使用/);
  first.release();
  lockDataDirectory(directory).release();
});

test("a commit of which only the log knows is moved into the file and synced before anything new is written", () => {
  const { file, journal } = openBoth();
  journal.append([row(DOC, 1), row(DOC, 2)], 5);
  // What a failed fsync leaves to the next connection: frames in the log that nobody vouches for.
  const left = join(tempDirectory(), "journal.sqlite");
  for (const suffix of ["", "-wal"]) copyFileSync(file + suffix, left + suffix);
  expect(statSync(`${left}-wal`).size).toBeGreaterThan(0);
  const opened = openJournal(left);
  const alone = join(tempDirectory(), "journal.sqlite");
  copyFileSync(left, alone);
  expect(openJournalReader(alone).read(DOC).head).toBe(2);
  opened.close();
  journal.close();
});

test("while somebody reads the log, opening for writing fails; afterwards the outcome is the same for everybody", () => {
  const { file, journal, reader } = openBoth();
  journal.append([row(DOC, 1)], 5);
  const slow = new Database(file, { readonly: true });
  slow.exec("begin");
  slow.prepare("select count(*) from journal").get();
  expect(() => openJournal(file)).toThrow(/cannot be settled/);
  slow.exec("rollback");
  const again = openJournal(file);
  expect(statSync(`${file}-wal`).size).toBeLessThan(20_000);
  expect(again.append([row(DOC, 2)], 6).get(DOC)).toBe(2);
  expect(reader.read(DOC).head).toBe(2);
});
