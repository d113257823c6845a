import type { CloseName } from "./close-codes.ts";
import type { Access } from "./protocol.ts";

/** What the server says about a person in presence; a client cannot change it. */
export interface Identity {
  readonly name: string;
  readonly unit: string;
  readonly side: string;
  readonly color: string;
  /** Shape drawn beside the colour, so that carets are told apart without colour. */
  readonly mark: string;
}

/** One connection as a room sees it. Never throws; `send` after `close` is ignored. */
export interface Peer {
  readonly id: number;
  /** Person id. */
  readonly author: string;
  readonly side: string;
  access: Access;
  readonly identity: Identity;
  /** True once the connection has said hello; only then are messages of type 64 sent. */
  own: boolean;
  send(message: Uint8Array): void;
  close(name: CloseName): void;
}
