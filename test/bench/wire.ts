/**
 * The two dialects a load client speaks. Both carry y-protocols messages; Hocuspocus puts the document name in front of each,
 * asks for an authentication message first and acknowledges every update. A relay understands nothing and forwards bytes.
 */
import * as encoding from "lib0/encoding";
import { encodeClientMessage, MESSAGE, OWN, SYNC } from "#collab/protocol.ts";
import { COLLAB_PATH, SCHEMA_VERSION } from "#collab/names.ts";

export const CONTESTANTS = ["ours", "relay", "hocuspocus", "hocuspocus-memory"] as const;
export type ContestantName = (typeof CONTESTANTS)[number];

/** What a load client does with a frame. `payload` of sync frames starts with a length. */
export type FrameKind = "step1" | "step2" | "update" | "awareness" | "saved" | "saved-one" | "head" | "refused" | "other";

export interface Wire {
  readonly path: string;
  /** Bytes in front of every message. */
  readonly offset: number;
  /** Sent when the socket opens. */
  readonly greeting: readonly Uint8Array[];
  /** The server answers step 1; a relay does not. */
  readonly syncs: boolean;
  message(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array;
}

/** Hocuspocus' own message types (its MessageType); 0 and 1 are those of y-protocols. */
const HOCUSPOCUS = { auth: 2, syncReply: 4, syncStatus: 8 } as const;
const EMPTY_UPDATE = Uint8Array.of(0, 0);

export function createWire(contestant: ContestantName, documentId: string): Wire {
  const named = contestant.startsWith("hocuspocus");
  const encoder = encoding.createEncoder();
  if (named) encoding.writeVarString(encoder, documentId);
  const prefix = encoding.toUint8Array(encoder);
  const message: Wire["message"] = (type, write) => {
    const out = encoding.createEncoder();
    encoding.writeUint8Array(out, prefix);
    encoding.writeVarUint(out, type);
    write(out);
    return encoding.toUint8Array(out);
  };
  const greeting: Uint8Array[] = [];
  if (contestant === "ours") greeting.push(encodeClientMessage({ type: "hello", schemaVersion: SCHEMA_VERSION, lineage: "" }));
  if (named) {
    greeting.push(
      message(HOCUSPOCUS.auth, (out) => {
        encoding.writeVarUint(out, 0);
        encoding.writeVarString(out, "bench");
        encoding.writeVarString(out, "4.7.0");
      }),
    );
  }
  const path = named ? "/" : `${COLLAB_PATH}${documentId}`;
  return { path, offset: prefix.length, greeting, syncs: contestant !== "relay", message };
}

export function step1Frame(wire: Wire, stateVector: Uint8Array): Uint8Array {
  return syncFrame(wire, SYNC.step1, stateVector);
}

export function emptyStep2Frame(wire: Wire): Uint8Array {
  return syncFrame(wire, SYNC.step2, EMPTY_UPDATE);
}

export function updateFrame(wire: Wire, update: Uint8Array): Uint8Array {
  return syncFrame(wire, SYNC.update, update);
}

function syncFrame(wire: Wire, kind: number, bytes: Uint8Array): Uint8Array {
  return wire.message(MESSAGE.sync, (out) => {
    encoding.writeVarUint(out, kind);
    encoding.writeVarUint8Array(out, bytes);
  });
}

export function awarenessFrame(wire: Wire, client: number, clock: number, state: string): Uint8Array {
  const body = encoding.createEncoder();
  encoding.writeVarUint(body, 1);
  encoding.writeVarUint(body, client);
  encoding.writeVarUint(body, clock);
  encoding.writeVarString(body, state);
  return wire.message(MESSAGE.awareness, (out) => encoding.writeVarUint8Array(out, encoding.toUint8Array(body)));
}

/** Kind of a received frame. All type numbers are below 128, hence one byte each. */
export function frameKind(contestant: ContestantName, frame: Uint8Array, offset: number): FrameKind {
  const type = frame[offset];
  const sub = frame[offset + 1];
  if (type === MESSAGE.sync || (type === HOCUSPOCUS.syncReply && contestant !== "ours")) {
    return sub === SYNC.update ? "update" : sub === SYNC.step2 ? "step2" : sub === SYNC.step1 ? "step1" : "other";
  }
  if (type === MESSAGE.awareness) return "awareness";
  if (contestant === "ours") {
    if (type !== MESSAGE.gongyan) return "other";
    return sub === OWN.head ? "head" : sub === OWN.saved ? "saved" : sub === OWN.refused ? "refused" : "other";
  }
  if (type === HOCUSPOCUS.syncStatus) return sub === 1 ? "saved-one" : "refused";
  return "other";
}

/** Where the payload of a sync frame (its length first) or of an awareness frame begins. */
export function payloadStart(kind: FrameKind, offset: number): number {
  return kind === "awareness" ? offset + 1 : offset + 2;
}
