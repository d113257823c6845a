/** S5: kill -9 in the middle of typing, again and again on the same data. What reached a colleague or was acknowledged must still be there. */
import { connectAll, pause } from "../client.ts";
import type { RunResult } from "../job.ts";
import { Ledger, pickClientId, scanMarks } from "../marks.ts";
import { readFresh } from "../replica.ts";
import type { Stage } from "../run.ts";
import type { Target } from "../target.ts";
import { createRandom } from "../trace.ts";
import { Typing, type Typist } from "../typing.ts";
import { Writer } from "../writer.ts";

const CHARACTERS_PER_SECOND = 10;
const EARLIEST_KILL = 1000;
const KILL_SPREAD = 3000;

interface Typed {
  readonly documentId: string;
  readonly writer: Writer;
  /** Edits that reached another client, and edits the server had confirmed, counted from the first. */
  delivered: number;
  acknowledged: number;
}

export async function runCrashes({ job, start }: Stage): Promise<RunResult> {
  const random = createRandom(5);
  const documentIds = job.documentIds.slice(0, job.sizes.documents);
  const totals = { delivered: 0, deliveredLost: 0, acknowledged: 0, acknowledgedLost: 0, crashes: 0 };
  const problems: string[] = [];
  let typed: Typed[] = [];
  for (let kill = 0; kill <= job.sizes.kills; kill += 1) {
    const { server, target } = await start();
    for (const one of typed) {
      const text = (await readFresh(target, one.documentId)).get(one.writer.paragraph.blockId) ?? "";
      // The paragraph starts with one character that is not an edit.
      const kept = text === "" ? 0 : text.length - 1;
      if (text !== "" && text !== one.writer.text.slice(0, text.length)) problems.push("a paragraph came back with other text");
      totals.delivered += one.delivered;
      totals.acknowledged += one.acknowledged;
      totals.deliveredLost += Math.max(0, one.delivered - kept);
      totals.acknowledgedLost += Math.max(0, one.acknowledged - kept);
    }
    if (kill === job.sizes.kills) {
      await server.stop();
      break;
    }
    typed = await typeUntil(target, documentIds, kill, EARLIEST_KILL + random() * KILL_SPREAD, () => server.kill());
    totals.crashes += documentIds.length;
  }
  if (totals.delivered === 0) problems.push("nothing was delivered");
  return {
    figures: {
      ...totals,
      deliveredLostShare: (totals.deliveredLost / totals.delivered) * 100,
      acknowledgedLostShare: totals.acknowledged === 0 ? Number.NaN : (totals.acknowledgedLost / totals.acknowledged) * 100,
    },
    problems,
    notes: [],
  };
}

/** Two people type in every document until `crash` has happened. */
async function typeUntil(
  target: Target,
  documentIds: readonly string[],
  round: number,
  ms: number,
  crash: () => Promise<void>,
): Promise<Typed[]> {
  const ledger = new Ledger();
  const clients = await connectAll(target, [...documentIds, ...documentIds]);
  const typed: Typed[] = clients.map((client, nth) => {
    const id = `bench${String(round).padStart(3, "0")}${String(nth).padStart(4, "0")}`;
    const writer = new Writer(client.index, pickClientId(round * 1000 + nth), id, ledger);
    return { documentId: client.documentId, writer, delivered: 0, acknowledged: 0 };
  });
  const typists: Typist[] = [];
  for (const [nth, client] of clients.entries()) {
    const own = typed[nth];
    if (!own) continue;
    typists.push({ client, writer: own.writer });
    client.onUpdate = (frame, start) =>
      ledger.receive(client.index, scanMarks(frame, start), performance.now(), (author, sequence) => {
        const one = typed[author];
        if (one) one.delivered = Math.max(one.delivered, sequence + 1);
      });
    // Confirmations count sync messages; those that are no edits (the answer to step 1, the paragraph) went first.
    client.onSaved = ({ confirmed, answerable }) => {
      own.acknowledged = Math.max(own.acknowledged, confirmed - (answerable - own.writer.edits));
    };
  }
  const typing = new Typing(typists);
  typing.begin();
  await pause(300);
  typing.start(typists.length * CHARACTERS_PER_SECOND);
  await pause(ms);
  await crash();
  typing.stop();
  // What the kernel had already taken from the server still counts as delivered.
  await pause(200);
  for (const client of clients) client.drop();
  return typed;
}
