/** A typist without a Y.Doc: one paragraph of its own, then one hand-encoded V1 update per character, as Yjs itself writes it. */
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { BODY } from "#collab/names.ts";
import { NODE } from "#collab/docs/blocks.ts";
import { type Ledger, markCharacter } from "./marks.ts";

/** Content reference of a string, and the flag "has an origin", in Yjs' V1 encoding. */
const STRING_AFTER = 0x04 | 0x80;
const START = "A";

export interface Paragraph {
  readonly blockId: string;
  /** Creates the paragraph; depends on nothing, so it fits every document. */
  readonly update: Uint8Array;
  /** Clock of the next character; the one before it is the last of the paragraph. */
  readonly clock: number;
}

/** A block with one start character, made in an empty document by `client`. */
export function buildParagraph(client: number, blockId: string): Paragraph {
  const doc = new Y.Doc();
  doc.clientID = client;
  const text = new Y.XmlText();
  doc.transact(() => {
    const block = createBlock(blockId);
    doc.getXmlFragment(BODY).insert(0, [block]);
    block.insert(0, [text]);
    text.insert(0, START);
  });
  const paragraph = { blockId, update: Y.encodeStateAsUpdate(doc), clock: Y.getState(doc.store, client) };
  doc.destroy();
  return paragraph;
}

export function createBlock(id: string): Y.XmlElement {
  const block = new Y.XmlElement(NODE.block);
  block.setAttribute("id", id);
  block.setAttribute("kind", "paragraph");
  return block;
}

export class Writer {
  readonly index: number;
  readonly client: number;
  readonly paragraph: Paragraph;
  readonly #ledger: Ledger;
  #clock: number;
  readonly #updates: Uint8Array[] = [];
  /** What the paragraph must read in the end. */
  text = START;
  edits = 0;

  /** @param index of the client that types, so that its own echo is not counted */
  constructor(index: number, client: number, blockId: string, ledger: Ledger) {
    this.index = index;
    this.client = client;
    this.#ledger = ledger;
    this.paragraph = buildParagraph(client, blockId);
    this.#clock = this.paragraph.clock;
  }

  /** Everything sent so far, in order. */
  updates(): readonly Uint8Array[] {
    return [this.paragraph.update, ...this.#updates];
  }

  /** The update of the next character. */
  type(): Uint8Array {
    const character = markCharacter(this.#ledger.take(this.index, this.edits));
    const out = encoding.createEncoder();
    encoding.writeVarUint(out, 1);
    encoding.writeVarUint(out, 1);
    encoding.writeVarUint(out, this.client);
    encoding.writeVarUint(out, this.#clock);
    encoding.writeUint8(out, STRING_AFTER);
    encoding.writeVarUint(out, this.client);
    encoding.writeVarUint(out, this.#clock - 1);
    encoding.writeVarString(out, character);
    encoding.writeVarUint(out, 0);
    this.#clock += 1;
    this.edits += 1;
    this.text += character;
    const update = encoding.toUint8Array(out);
    this.#updates.push(update);
    return update;
  }
}
