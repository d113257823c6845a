/** Many clients in one document: the part S1, S1max and S3 share. */
import { connectAll, type LoadClient, waitUntil } from "../client.ts";
import { FrameReader, Ledger, pickClientId, scanMarks } from "../marks.ts";
import { compareReplicas, readBlocks, readFresh, Replica } from "../replica.ts";
import type { Target } from "../target.ts";
import type { Typist } from "../typing.ts";
import { Writer } from "../writer.ts";

const REPLICAS = 2;
const DRAIN_TIMEOUT = 30_000;

export interface TypingRoom {
  readonly clients: readonly LoadClient[];
  readonly typists: readonly Typist[];
  readonly ledger: Ledger;
  /** Deliveries owed for everything sent so far: every edit to every client but its author. */
  owed(): number;
  /** Waits for all deliveries, compares the replicas with a fresh reader, closes. Problems found. */
  finish(): Promise<string[]>;
}

/** Connects `count` clients, the first `typing` of them typists; the last two keep what they receive as real replicas. */
export async function openTypingRoom(target: Target, documentId: string, count: number, typing: number): Promise<TypingRoom> {
  const ledger = new Ledger();
  const scanner = new FrameReader(scanMarks);
  const clients = await connectAll(
    target,
    Array.from({ length: count }, () => documentId),
  );
  const replicas = new Map<LoadClient, Replica>();
  for (const client of clients) {
    client.onUpdate = (frame, start) => ledger.receive(client.index, scanner.read(frame, start), performance.now());
  }
  for (const client of clients.slice(-REPLICAS)) {
    const replica = new Replica(client);
    replicas.set(client, replica);
    client.onUpdate = (frame, start) => {
      replica.keep(frame, start);
      ledger.receive(client.index, scanner.read(frame, start), performance.now());
    };
  }
  const typists = clients.slice(0, typing).map((client, nth) => {
    const writer = new Writer(client.index, pickClientId(nth), `bench${String(nth).padStart(7, "0")}`, ledger);
    return { client, writer };
  });
  const owed = () => ledger.sent * (count - 1);

  const finish = async (): Promise<string[]> => {
    const problems: string[] = [];
    if (Number.isNaN(await waitUntil(() => ledger.delivered >= owed(), DRAIN_TIMEOUT))) {
      problems.push(`${owed() - ledger.delivered} of ${owed()} deliveries missing`);
    }
    const lost = clients.filter((client) => client.closedByServer);
    if (lost.length > 0) problems.push(`${lost.length} connections closed by the server (${lost[0]?.closeCode})`);
    const refused = clients.filter((client) => client.refused > 0);
    if (refused.length > 0) problems.push(`${refused.length} clients had edits refused (${refused[0]?.refusal})`);
    const seen = [...replicas].map(([client, replica]) => {
      // A typist among the replicas does not receive its own edits from every server.
      for (const { client: author, writer } of typists) if (author === client) replica.add(writer.updates());
      return readBlocks(replica.doc());
    });
    const fresh = target.contestant === "relay" ? [] : [await readFresh(target, documentId)];
    problems.push(
      ...compareReplicas(
        onlyTyped([...seen, ...fresh]),
        typists.map(({ writer }) => writer),
      ),
    );
    for (const client of clients) client.drop();
    return problems;
  };
  return { clients, typists, ledger, owed, finish };
}

/**
 * The replicas connected before this listened for step 2, so they know only what was typed since; what the document held before is
 * left out of the comparison.
 */
function onlyTyped(replicas: readonly ReadonlyMap<string, string>[]): ReadonlyMap<string, string>[] {
  return replicas.map((blocks) => new Map([...blocks].filter(([id]) => id.startsWith("bench")).sort(([a], [b]) => (a < b ? -1 : 1))));
}
