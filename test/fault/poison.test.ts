import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { rowChecksum } from "#db/journal-schema.ts";
import { startCollabServer } from "#test/support/collab-server.ts";
import { PLAN, PLANS, WRITERS } from "#test/support/collab-world.ts";
import { connectOwnClient, type OwnClient } from "#test/support/own-client.ts";
import { createRandom } from "#test/support/random.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";

const OTHER = PLANS[0] ?? PLAN;
const SENTENCES = ["第一句", "第二句", "第三句", "第四句"];

/** A data directory with two documents of four rows each, nobody using it. */
async function writeTwoDocuments(): Promise<string> {
  const dataDir = tempDirectory();
  await using server = await startCollabServer({ dataDir });
  for (const documentId of [PLAN, OTHER]) {
    using client = await connectOwnClient({
      origin: server.origin,
      documentId,
      cookie: await server.cookieOf(WRITERS[0] ?? ("" as never)),
    });
    for (const sentence of SENTENCES) {
      client.type(sentence);
      await waitFor(() => client.allSaved);
    }
  }
  return dataDir;
}

interface Harm {
  readonly name: string;
  readonly do: (journal: Database.Database) => void;
  /** Sentences still shown. */
  readonly left: number;
}

const random = createRandom(4);
const bytesOf = (journal: Database.Database, seq: number): Buffer =>
  journal.prepare<[string, number], Buffer>("select bytes from journal where document_id = ? and seq = ?").pluck().get(PLAN, seq) ??
  Buffer.alloc(0);
/** Writes a row as a careful vandal would: with a right checksum. */
function plant(journal: Database.Database, seq: number, bytes: Buffer): void {
  const author =
    journal.prepare<[string, number], string>("select author from journal where document_id = ? and seq = ?").pluck().get(PLAN, seq) ?? "";
  journal
    .prepare("update journal set bytes = ?, crc = ? where document_id = ? and seq = ?")
    .run(bytes, rowChecksum(PLAN, { seq, author, bytes }), PLAN, seq);
}

const HARMS: readonly Harm[] = [
  {
    name: "A10 a flipped byte in the third row",
    left: 2,
    do: (journal) => void journal.prepare("update journal set bytes = x'00ff' where document_id = ? and seq = 3").run(PLAN),
  },
  {
    name: "A10 a row under another number",
    left: 3,
    do: (journal) => void journal.prepare("update journal set seq = 9 where document_id = ? and seq = 4").run(PLAN),
  },
  {
    name: "A10 a lost row",
    left: 1,
    do: (journal) => void journal.prepare("delete from journal where document_id = ? and seq = 2").run(PLAN),
  },
  { name: "C13 a truncated row with a right checksum", left: 2, do: (journal) => plant(journal, 3, bytesOf(journal, 3).subarray(0, 9)) },
  {
    name: "C13 a row of noise with a right checksum",
    left: 3,
    do: (journal) => plant(journal, 4, Buffer.from(Array.from({ length: 60 }, () => random.integer(256)))),
  },
  {
    name: "C13 a row whose predecessors are missing, with a right checksum",
    left: 2,
    do: (journal) => plant(journal, 3, bytesOf(journal, 4)),
  },
];

test.each(HARMS)("$name: the last good text is served read-only, the bad tail kept, others unaffected", async (harm) => {
  const dataDir = await writeTwoDocuments();
  const file = join(dataDir, "journal.sqlite");
  const raw = new Database(file);
  harm.do(raw);
  const rowsBefore = raw.prepare("select document_id, seq, hex(bytes) as bytes from journal order by 1, 2").all();
  raw.close();

  await using server = await startCollabServer({ dataDir });
  const connect = async (documentId: string): Promise<OwnClient> =>
    connectOwnClient({ origin: server.origin, documentId, cookie: await server.cookieOf(WRITERS[1] ?? ("" as never)) });
  using hurt = await connect(PLAN);
  using healthy = await connect(OTHER);
  expect(SENTENCES.map((sentence) => hurt.body().includes(sentence))).toEqual(SENTENCES.map((_, i) => i < harm.left));
  hurt.type("不该写进来");
  healthy.type("照常写");
  await waitFor(() => hurt.refusals.length > 0 && healthy.acknowledged.length > 0);
  expect(hurt.refusals).toEqual(["read-only"]);
  expect(SENTENCES.every((sentence) => healthy.body().includes(sentence))).toBe(true);
  await server.stop();

  const after = new Database(file, { readonly: true });
  const rows = after.prepare("select document_id, seq, hex(bytes) as bytes from journal where document_id = ? order by 1, 2").all(PLAN);
  const isolated = after.prepare("select count(*) as n from quarantine where document_id = ?").pluck().get(PLAN);
  const others = after.prepare("select count(*) as n from quarantine where document_id <> ?").pluck().get(PLAN);
  after.close();
  expect(rows).toEqual(rowsBefore.filter((row) => (row as { document_id: string }).document_id === PLAN));
  console.log(`${harm.name}: documents affected 1, overwritten 0, rows in quarantine ${String(isolated)}`);
  expect(others).toBe(0);
});

test("A14 a journal that does not keep its pragmas is refused at start", async () => {
  await expect(startCollabServer({ dataDir: tempDirectory(), config: { journalFile: ":memory:" } })).rejects.toThrow(
    /journal_mode is memory, must be wal/,
  );
});
