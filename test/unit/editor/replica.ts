import { EditorState, type Transaction } from "prosemirror-state";
import * as Y from "yjs";
import { BodyBinding } from "#app/editor/binding.ts";
import { schema } from "#app/editor/schema.ts";

/** One browser without a view: an editor state bound to a Y.Doc. */
export class Replica {
  readonly ydoc: Y.Doc;
  readonly binding: BodyBinding;
  state: EditorState;

  constructor(clientId: number, seed?: Uint8Array, ydoc = new Y.Doc()) {
    this.ydoc = ydoc;
    this.ydoc.clientID = clientId;
    if (seed !== undefined) Y.applyUpdate(this.ydoc, seed);
    this.binding = new BodyBinding(this.ydoc);
    this.state = EditorState.create({ schema, doc: this.binding.doc });
    this.binding.onPatch((patch) => {
      this.state = this.state.apply(patch(this.state.tr));
    });
  }

  /** An editor on a document that something else keeps in touch with others. */
  static on(ydoc: Y.Doc): Replica {
    return new Replica(ydoc.clientID, undefined, ydoc);
  }

  edit(change: (tr: Transaction) => Transaction): void {
    const tr = change(this.state.tr);
    this.state = this.state.apply(tr);
    this.binding.flush(this.state.doc, tr.mapping.maps);
  }

  /** Sends what the other lacks. */
  pushTo(other: Replica): void {
    Y.applyUpdate(other.ydoc, Y.encodeStateAsUpdate(this.ydoc, Y.encodeStateVector(other.ydoc)), "remote");
  }
}

export function exchange(replicas: readonly Replica[]): void {
  for (const from of replicas) for (const to of replicas) if (from !== to) from.pushTo(to);
}

export const textOf = (replica: Replica): string[] => replica.state.doc.children.map((node) => node.textContent);
