/** Real replicas: the proof that a server delivered everything it is timed for. */
import { createHash } from "node:crypto";
import * as Y from "yjs";
import { BODY } from "#collab/names.ts";
import { LoadClient, readPayload, withTimeout } from "./client.ts";
import type { Target } from "./target.ts";
import type { Writer } from "./writer.ts";

const READ_TIMEOUT = 60_000;

/** Keeps what a connection receives and applies it only when asked, so that checking costs nothing while the clock runs. */
export class Replica {
  readonly #updates: Uint8Array[] = [];

  /** Takes over `client.onStep2`; updates are handed in by the scenario through `keep`. */
  constructor(client: LoadClient) {
    client.onStep2 = (frame, start) => this.keep(frame, start);
  }

  keep(frame: Uint8Array, start: number): void {
    this.#updates.push(readPayload(frame, start));
  }

  add(updates: readonly Uint8Array[]): void {
    this.#updates.push(...updates);
  }

  doc(): Y.Doc {
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const update of this.#updates) Y.applyUpdate(doc, update);
    });
    return doc;
  }
}

/** Text of every block by its id. */
export function readBlocks(doc: Y.Doc): Map<string, string> {
  const blocks = new Map<string, string>();
  for (const node of doc.getXmlFragment(BODY).toArray()) {
    if (!(node instanceof Y.XmlElement)) continue;
    const id: unknown = node.getAttribute("id");
    if (typeof id !== "string") continue;
    let text = "";
    for (const part of node.toArray()) if (part instanceof Y.XmlText) text += String(part.toJSON());
    blocks.set(id, text);
  }
  return blocks;
}

export function hashBlocks(blocks: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const [id, text] of blocks) hash.update(`${id}\0${text}\0`);
  return hash.digest("hex");
}

/** Opens the document anew and returns what a fresh reader sees. */
export async function readFresh(target: Target, documentId: string): Promise<Map<string, string>> {
  const client = new LoadClient(target, documentId, -1);
  const replica = new Replica(client);
  client.onUpdate = (frame, start) => replica.keep(frame, start);
  await withTimeout(client.synced, READ_TIMEOUT, "a fresh reader");
  const blocks = readBlocks(replica.doc());
  client.drop();
  return blocks;
}

/** Problems found: every typist's paragraph must be whole in every replica, and all replicas equal. Empty when converged. */
export function compareReplicas(replicas: readonly ReadonlyMap<string, string>[], writers: readonly Writer[]): string[] {
  const problems: string[] = [];
  const hashes = new Set(replicas.map(hashBlocks));
  if (hashes.size > 1) problems.push(`${hashes.size} different replicas`);
  for (const [nth, replica] of replicas.entries()) {
    const short = writers.filter((writer) => replica.get(writer.paragraph.blockId) !== writer.text).length;
    if (short > 0) problems.push(`replica ${nth}: ${short} of ${writers.length} paragraphs differ from what was typed`);
  }
  return problems;
}
