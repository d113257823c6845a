/** A gatekeeper with its document, and bytes that no honest client sends. */
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { AdmissionState } from "#collab/admission-state.ts";
import { EncodedState } from "#collab/encoded-state.ts";
import { type Admission, admit } from "#collab/gatekeeper.ts";
import { DEFAULT_LIMITS, type Limits } from "#collab/limits.ts";
import type { Access } from "#collab/protocol.ts";

export class Gate {
  readonly durable = new EncodedState(new Uint8Array(0));
  readonly state = new AdmissionState(this.durable, new Map());
  readonly live = new Map<number, string>();
  now = 1_000_000;
  limits: Limits = DEFAULT_LIMITS;

  admit(update: Uint8Array, author = "p1", options: { access?: Access; kind?: "update" | "step2" } = {}): Admission {
    const admission = admit(update, {
      state: this.state,
      author,
      access: options.access ?? "write",
      kind: options.kind ?? "update",
      limits: this.limits,
      now: this.now,
      claimant: (client) => this.live.get(client),
    });
    if (admission.type === "accepted") {
      this.durable.append(admission);
      this.state.settle();
    }
    return admission;
  }

  /** "accepted", "known" or the reason of the refusal. */
  verdict(update: Uint8Array, author = "p1", options: { access?: Access; kind?: "update" | "step2" } = {}): string {
    const admission = this.admit(update, author, options);
    return admission.type === "refused" ? admission.reason : admission.type;
  }

  /** What a newcomer makes of the document. */
  document(): Y.Doc {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, this.durable.encodeFull());
    return doc;
  }

  bytes(): string {
    return this.durable.encodeFull().join();
  }
}

/** The update of one transaction under a client id. */
export function updateOf(client: number, edit: (doc: Y.Doc) => void, base?: Uint8Array): Uint8Array {
  const doc = new Y.Doc();
  if (base !== undefined) Y.applyUpdate(doc, base);
  // After loading: Yjs gives up a client id that others already wrote under.
  doc.clientID = client;
  const before = Y.encodeStateVector(doc);
  doc.transact(() => edit(doc));
  return Y.encodeStateAsUpdate(doc, before);
}

/** Writes an update by hand. */
export function forge(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

export const uint = encoding.writeVarUint;
