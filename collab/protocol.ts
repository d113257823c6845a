/**
 * Messages on a collaboration socket. Types 0 to 3 are y-websocket's own, unchanged; type 64 is ours and is only sent to a
 * client that has said hello, so that a stock client sees nothing it does not know.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export const MESSAGE = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, gongyan: 64 } as const;
export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

/** Sub-types of MESSAGE.gongyan. Client to server: hello, seen. Server to client: the others. */
export const OWN = { hello: 0, welcome: 1, saved: 2, refused: 3, head: 4, seen: 5, seenBy: 6, storage: 7 } as const;

/** Why an update was refused. `resync` is not an offence: the client must send what lies between. */
export const REFUSALS = [
  "malformed",
  "too-large",
  "document-full",
  "resync",
  "foreign-client",
  "client-limit",
  "schema",
  "read-only",
  "presence",
  "rate",
  "storage",
] as const;
export type Refusal = (typeof REFUSALS)[number];

export type Access = "write" | "comment" | "read";

export type ClientMessage =
  /** First message of our client. `lineage` is what its local copy carries, empty when it has none. */
  | { type: "hello"; schemaVersion: number; lineage: string }
  /** Highest journal sequence this client has shown to its user. */
  | { type: "seen"; seq: number };

export type ServerMessage =
  | { type: "welcome"; lineage: string; access: Access; head: number }
  /** The first `count` sync messages (step 2 and update) of this connection are durable; the journal stands at `seq`. */
  | { type: "saved"; count: number; seq: number }
  /** Sync message number `count` of this connection was refused. */
  | { type: "refused"; count: number; reason: Refusal }
  /** Everything up to journal sequence `seq` has been sent to this connection. */
  | { type: "head"; seq: number }
  /** Highest sequence each side has been shown. */
  | { type: "seenBy"; sides: Record<string, number> }
  | { type: "storage"; available: boolean };

export function encodeClientMessage(message: ClientMessage): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.gongyan);
  if (message.type === "hello") {
    encoding.writeVarUint(encoder, OWN.hello);
    encoding.writeVarUint(encoder, message.schemaVersion);
    encoding.writeVarString(encoder, message.lineage);
  } else {
    encoding.writeVarUint(encoder, OWN.seen);
    encoding.writeVarUint(encoder, message.seq);
  }
  return encoding.toUint8Array(encoder);
}

/** Reads what follows MESSAGE.gongyan. @throws on anything that is not a client message */
export function readClientMessage(decoder: decoding.Decoder): ClientMessage {
  const kind = decoding.readVarUint(decoder);
  if (kind === OWN.hello) {
    const schemaVersion = decoding.readVarUint(decoder);
    return { type: "hello", schemaVersion, lineage: decoding.readVarString(decoder) };
  }
  if (kind === OWN.seen) return { type: "seen", seq: decoding.readVarUint(decoder) };
  throw new Error(`unknown client message ${kind}`);
}

export function encodeServerMessage(message: ServerMessage): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.gongyan);
  encoding.writeVarUint(encoder, OWN[message.type]);
  switch (message.type) {
    case "welcome":
      encoding.writeVarString(encoder, message.lineage);
      encoding.writeVarString(encoder, message.access);
      encoding.writeVarUint(encoder, message.head);
      break;
    case "saved":
      encoding.writeVarUint(encoder, message.count);
      encoding.writeVarUint(encoder, message.seq);
      break;
    case "refused":
      encoding.writeVarUint(encoder, message.count);
      encoding.writeVarUint(encoder, REFUSALS.indexOf(message.reason));
      break;
    case "head":
      encoding.writeVarUint(encoder, message.seq);
      break;
    case "seenBy":
      encoding.writeVarString(encoder, JSON.stringify(message.sides));
      break;
    case "storage":
      encoding.writeVarUint(encoder, message.available ? 1 : 0);
      break;
  }
  return encoding.toUint8Array(encoder);
}

/** Reads what follows MESSAGE.gongyan. @throws on anything that is not a server message */
export function readServerMessage(decoder: decoding.Decoder): ServerMessage {
  const kind = decoding.readVarUint(decoder);
  switch (kind) {
    case OWN.welcome: {
      const lineage = decoding.readVarString(decoder);
      const access = decoding.readVarString(decoder);
      if (access !== "write" && access !== "comment" && access !== "read") throw new Error("unknown access");
      return { type: "welcome", lineage, access, head: decoding.readVarUint(decoder) };
    }
    case OWN.saved: {
      const count = decoding.readVarUint(decoder);
      return { type: "saved", count, seq: decoding.readVarUint(decoder) };
    }
    case OWN.refused: {
      const count = decoding.readVarUint(decoder);
      return { type: "refused", count, reason: REFUSALS[decoding.readVarUint(decoder)] ?? "malformed" };
    }
    case OWN.head:
      return { type: "head", seq: decoding.readVarUint(decoder) };
    case OWN.seenBy: {
      const sides: unknown = JSON.parse(decoding.readVarString(decoder));
      if (typeof sides !== "object" || sides === null) throw new Error("sides must be an object");
      // Only the server writes this message; readers compare the values as numbers.
      return { type: "seenBy", sides: sides as Record<string, number> };
    }
    case OWN.storage:
      return { type: "storage", available: decoding.readVarUint(decoder) === 1 };
    default:
      throw new Error(`unknown server message ${kind}`);
  }
}
