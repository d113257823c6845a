/** A long-lived document: one deterministic editing session of typing, deleting, moving about and splitting paragraphs. */
import * as Y from "yjs";
import { BODY } from "#collab/names.ts";
import { createBlock } from "./writer.ts";

const PER_UPDATE = 200;
const CLIENT = 77_001;
/** Characters after which a paragraph is not typed on. */
const FULL = 400;
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

/** Each character typed and each character deleted is one operation and one transaction, as in an editor. */
export function buildTrace(operations: number): Trace {
  const session = new EditingSession();
  const updates: Uint8Array[] = [];
  let pending: Uint8Array[] = [];
  session.doc.on("update", (update: Uint8Array) => pending.push(update));
  for (let done = 1; done <= operations; done += 1) {
    session.operate();
    if (done % PER_UPDATE !== 0 && done !== operations) continue;
    updates.push(Y.mergeUpdates(pending));
    pending = [];
  }
  const state = Y.encodeStateAsUpdate(session.doc);
  session.doc.destroy();
  return { updates, state, operations };
}

interface Burst {
  readonly kind: "type" | "delete";
  left: number;
}

/** Types runs, takes back the end of some, and now and then goes elsewhere to insert or to strike out an older passage. */
class EditingSession {
  readonly doc = new Y.Doc();
  readonly #random = createRandom(20_260_114);
  readonly #paragraphs: Y.XmlText[] = [];
  readonly #lengths: number[] = [];
  #current = 0;
  #cursor = 0;
  #burst: Burst = { kind: "type", left: 0 };

  constructor() {
    this.doc.clientID = CLIENT;
  }

  operate(): void {
    if (this.#burst.left === 0 || (this.#burst.kind === "delete" && this.#cursor === 0)) this.#next();
    const text = this.#paragraphs[this.#current];
    if (!text) return;
    this.#burst.left -= 1;
    const length = this.#lengths[this.#current] ?? 0;
    if (this.#burst.kind === "delete") {
      this.#cursor -= 1;
      text.delete(this.#cursor, 1);
      this.#lengths[this.#current] = length - 1;
    } else {
      text.insert(this.#cursor, CHARACTERS[this.#below(CHARACTERS.length)] ?? "教");
      this.#cursor += 1;
      this.#lengths[this.#current] = length + 1;
    }
  }

  #next(): void {
    const chance = this.#random();
    const full = (this.#lengths[this.#current] ?? FULL) >= FULL;
    if (full || chance < 0.04) this.#startParagraph();
    else if (chance < 0.25) {
      this.#current = this.#below(this.#paragraphs.length);
      this.#cursor = this.#below((this.#lengths[this.#current] ?? 0) + 1);
    }
    const strikeOut = chance >= 0.14 && chance < 0.25;
    const takeBack = chance >= 0.25 && chance < 0.55;
    if (this.#cursor > 0 && (strikeOut || takeBack)) {
      this.#burst = { kind: "delete", left: Math.min(this.#cursor, 1 + this.#below(strikeOut ? 60 : 6)) };
    } else this.#burst = { kind: "type", left: 4 + this.#below(24) };
  }

  #startParagraph(): void {
    const text = new Y.XmlText();
    const block = createBlock(`trace${String(this.#paragraphs.length).padStart(6, "0")}`);
    block.insert(0, [text]);
    this.doc.getXmlFragment(BODY).push([block]);
    this.#current = this.#paragraphs.push(text) - 1;
    this.#lengths.push(0);
    this.#cursor = 0;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}
