import { AdmissionState, type ClientBinding } from "./admission-state.ts";
import type { StoredDocument } from "./doc-store.ts";
import { EncodedState } from "./encoded-state.ts";
import type { Accepted } from "./gatekeeper.ts";
import { sectionFrom } from "./section-set.ts";
import { decodeStateVector, encodeStateVector } from "./state-vector.ts";
import { type Section, scanUpdate } from "./update-scan.ts";
import { encodeStep1, encodeStep2 } from "./wire.ts";

/** Journal rows that no snapshot covers yet. */
export interface Tail {
  rows: number;
  bytes: number;
}

/** The two fronts of a document: what is durable, which readers get, and what is admitted, against which writers are checked. */
export class DocumentState {
  readonly durable: EncodedState;
  admission: AdmissionState;
  readonly #bindings: Map<number, ClientBinding>;
  /** A stored row that could not be placed: what follows it is not shown and nobody may write. */
  readonly damaged: boolean;
  head: number;
  readonly tail: Tail;
  #step1: Uint8Array | null = null;
  #lastDiff: { key: string; message: Uint8Array } | null = null;

  /** @throws MalformedError when the snapshot itself cannot be read */
  constructor(stored: StoredDocument) {
    this.durable = new EncodedState(stored.snapshot, stored.stateVector);
    this.#bindings = new Map(stored.clients);
    this.admission = new AdmissionState(this.durable, this.#bindings);
    this.head = stored.head;
    this.tail = { rows: stored.tail.length, bytes: stored.tail.reduce((sum, row) => sum + row.length, 0) };
    this.damaged = !appendTail(this.durable, stored.tail);
  }

  /** Takes over a committed update. */
  commit(update: Accepted, author: string, now: number): void {
    this.durable.append(update);
    this.admission.settleOne(update);
    this.tail.rows++;
    this.tail.bytes += update.update.length;
    for (const client of update.bound) this.#bindings.set(client, { author, boundAt: now });
    this.#step1 = null;
    this.#lastDiff = null;
  }

  /** Forgets what was admitted but not committed. */
  rollback(): void {
    this.admission = new AdmissionState(this.durable, this.#bindings);
  }

  /** Takes over from a state of the same head: writers go on being checked against all that was admitted there. */
  succeed(previous: DocumentState, onTheirWay: readonly Accepted[]): void {
    this.admission = previous.admission;
    this.admission.moveTo(this.durable, onTheirWay);
  }

  step1(): Uint8Array {
    this.#step1 ??= encodeStep1(encodeStateVector(this.durable.vector));
    return this.#step1;
  }

  /** Answer to a state vector; reconnecting crowds ask the same question. @throws MalformedError */
  step2(stateVector: Uint8Array): Uint8Array {
    const key = stateVector.join();
    if (this.#lastDiff?.key !== key) {
      this.#lastDiff = { key, message: encodeStep2(this.durable.encodeDiff(decodeStateVector(stateVector))) };
    }
    return this.#lastDiff.message;
  }
}

/** Appends journal rows; false at the first that cannot be placed, which leaves the state as it was before it. */
function appendTail(durable: EncodedState, tail: readonly Uint8Array[]): boolean {
  try {
    for (const row of tail) {
      const scanned = scanUpdate(row);
      const sections: Section[] = [];
      for (const section of scanned.sections) {
        // Rows that a snapshot covers already may still be there after a crash.
        const part = sectionFrom(section, durable.vector.get(section.client) ?? 0);
        if (part !== null) sections.push(part);
      }
      durable.append({ sections, deletes: scanned.deletes });
    }
    return true;
  } catch {
    return false;
  }
}
