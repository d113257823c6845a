/** A long-lived document: one deterministic editing session of typing, deleting, moving about and splitting paragraphs. */
import * as Y from "yjs";
import { BODY } from "#collab/names.ts";
import { createBlock } from "./writer.ts";

const PER_UPDATE = 200;
const CLIENT = 77_001;
const CHARACTERS =
  "教学成果推广应用方案学校课堂教师学生研讨年级目标任务组织保障实施步骤评价反馈资源培训示范区域县城乡村本土化改进经验共同体校本研修听课记录问题分析措施责任时间路线，。、；：";

export interface Trace {
  /** What an editing client would have sent, `PER_UPDATE` operations to an update. */
  readonly updates: readonly Uint8Array[];
  /** The garbage-collected state: what an ideal server sends a newcomer. */
  readonly state: Uint8Array;
  readonly operations: number;
}

/** mulberry32: small, seeded, the same on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Each character typed and each character deleted is one operation. */
export function buildTrace(operations: number): Trace {
  const random = createRandom(20_260_114);
  const doc = new Y.Doc();
  doc.clientID = CLIENT;
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const paragraphs: Y.XmlText[] = [];
  const lengths: number[] = [];
  let current = 0;
  let cursor = 0;

  const split = () => {
    const text = new Y.XmlText();
    const block = createBlock(`trace${String(paragraphs.length).padStart(6, "0")}`);
    block.insert(0, [text]);
    doc.getXmlFragment(BODY).push([block]);
    current = paragraphs.push(text) - 1;
    lengths.push(0);
    cursor = 0;
  };
  const operate = () => {
    const chance = random();
    if (paragraphs.length === 0 || chance < 0.002) split();
    else if (chance < 0.02) {
      current = Math.floor(random() * paragraphs.length);
      cursor = Math.floor(random() * ((lengths[current] ?? 0) + 1));
    }
    const text = paragraphs[current];
    const length = lengths[current] ?? 0;
    if (!text) return;
    if (chance > 0.72 && cursor > 0) {
      cursor -= 1;
      text.delete(cursor, 1);
      lengths[current] = length - 1;
    } else {
      text.insert(cursor, CHARACTERS[Math.floor(random() * CHARACTERS.length)] ?? "教");
      cursor += 1;
      lengths[current] = length + 1;
    }
  };

  for (let done = 0; done < operations; done += PER_UPDATE) {
    doc.transact(() => {
      for (let nth = 0; nth < PER_UPDATE; nth += 1) operate();
    });
  }
  const state = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return { updates, state, operations: updates.length * PER_UPDATE };
}
