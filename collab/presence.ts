import { ByteReader, decodeText } from "./byte-reader.ts";
import type { Limits } from "./limits.ts";
import type { Peer } from "./peer.ts";
import { type AwarenessEntry, encodeAwareness } from "./wire.ts";

/** Shortest time between two presence frames of a room, ms. */
const INTERVAL = 50;
/** People up to whom a first move goes out at once, and from whom it waits the whole interval. */
const SMALL = 20;
const LARGE = 100;

export interface PresenceDeps {
  limits: Limits;
  now(): number;
  setTimer(fn: () => void, ms: number): () => void;
  broadcast(message: Uint8Array): void;
  /** Author a Yjs client id is bound to in the document. */
  owner(client: number): string | undefined;
  /** A claim that was not honoured, for the log. */
  refused(peer: Peer, bytes: number): void;
}

interface Entry {
  client: number;
  clock: number;
  state: Uint8Array;
  peer: Peer;
}

const encoder = new TextEncoder();
const GONE = encoder.encode("null");

/**
 * Who is here and where their carets stand. Entries stay opaque except that the server writes `user`. A connection speaks for one
 * client id, its first; what it repeats about others is ignored, because stock clients echo every state they hear.
 */
export class Presence {
  readonly #deps: PresenceDeps;
  #entries = new Map<number, Entry>();
  #clientOf = new Map<Peer, number>();
  /** Who first used a client id here, kept when they leave: they may come back with text written offline under it. */
  #claimed = new Map<number, string>();
  #claims = new Map<string, number>();
  #changed = new Map<number, AwarenessEntry>();
  #lastSent = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Who uses or used the client id in presence. */
  claimant(client: number): string | undefined {
    return this.#claimed.get(client);
  }

  /** All present states in one message, null when nobody is here. */
  encodeAll(): Uint8Array | null {
    return this.#entries.size === 0 ? null : encodeAwareness([...this.#entries.values()]);
  }

  /** @throws MalformedError when the payload cannot be read */
  receive(peer: Peer, payload: Uint8Array, people: number): void {
    const reader = new ByteReader(payload);
    const count = reader.varUint();
    let foreign = 0;
    for (let i = 0; i < count; i++) {
      const client = reader.varUint();
      const clock = reader.varUint();
      const length = reader.varUint();
      const start = reader.pos;
      reader.skip(length);
      if (this.#speaksFor(peer, client)) this.#set(peer, client, clock, payload.subarray(start, reader.pos), people);
      else if (this.#entries.get(client)?.peer.author !== peer.author && !this.#isEcho(client, payload.subarray(start, reader.pos)))
        foreign++;
    }
    if (foreign > 0) this.#deps.refused(peer, payload.length);
  }

  leave(peer: Peer, people: number): void {
    const client = this.#clientOf.get(peer);
    this.#clientOf.delete(peer);
    if (client !== undefined) this.#remove(peer, client, people);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#changed.clear();
  }

  #isEcho(client: number, state: Uint8Array): boolean {
    return this.#entries.has(client) || (state.length === 4 && state[0] === GONE[0]);
  }

  #speaksFor(peer: Peer, client: number): boolean {
    const own = this.#clientOf.get(peer);
    if (own !== undefined) return own === client;
    const owner = this.#deps.owner(client) ?? this.#claimed.get(client);
    if (owner === undefined) this.#claim(client, peer.author);
    else if (owner !== peer.author) return false;
    const live = this.#entries.get(client);
    // The same person may come back on a new connection before the old one is noticed to be dead.
    if (live !== undefined) this.#clientOf.delete(live.peer);
    this.#clientOf.set(peer, client);
    return true;
  }

  /** A person's oldest claim that is not in use makes room for a new one. */
  #claim(client: number, author: string): void {
    const claims = this.#claims.get(author) ?? 0;
    if (claims < this.#deps.limits.newClientsPerDay) this.#claims.set(author, claims + 1);
    else {
      const oldest = [...this.#claimed].find(([id, claimant]) => claimant === author && !this.#entries.has(id));
      if (oldest !== undefined) this.#claimed.delete(oldest[0]);
    }
    this.#claimed.set(client, author);
  }

  #set(peer: Peer, client: number, clock: number, state: Uint8Array, people: number): void {
    if (state.length > this.#deps.limits.maxAwareness) return this.#deps.refused(peer, state.length);
    const stamped = stamp(state, peer);
    if (stamped === undefined) return this.#deps.refused(peer, state.length);
    if (stamped === null) return this.#remove(peer, client, people);
    const known = this.#entries.get(client);
    let out = clock;
    // Readers remember the clock of somebody who left or whose server restarted and would ignore the same one again.
    if (known === undefined) out = clock + 1;
    else if (clock <= known.clock) {
      known.peer = peer;
      if (equalBytes(known.state, stamped)) return;
      out = known.clock + 1;
    }
    const entry: Entry = { client, clock: out, state: stamped, peer };
    this.#entries.set(client, entry);
    this.#queue(entry, people);
  }

  #remove(peer: Peer, client: number, people: number): void {
    const entry = this.#entries.get(client);
    if (entry === undefined || entry.peer !== peer) return;
    this.#entries.delete(client);
    this.#queue({ client, clock: entry.clock, state: GONE }, people);
  }

  #queue(entry: AwarenessEntry, people: number): void {
    this.#changed.set(entry.client, entry);
    if (this.#cancel !== null) return;
    const crowd = people < SMALL ? 0 : Math.min(1, (people - SMALL) / (LARGE - SMALL)) * INTERVAL;
    const wait = Math.max(crowd, this.#lastSent + INTERVAL - this.#deps.now());
    if (wait <= 0) this.#flush();
    else {
      this.#cancel = this.#deps.setTimer(() => {
        this.#cancel = null;
        this.#flush();
      }, wait);
    }
  }

  #flush(): void {
    if (this.#changed.size === 0) return;
    const message = encodeAwareness([...this.#changed.values()]);
    this.#changed.clear();
    this.#lastSent = this.#deps.now();
    this.#deps.broadcast(message);
  }
}

/** The state with the server's identity in it; null for "I left", undefined where it is no JSON object. */
function stamp(state: Uint8Array, peer: Peer): Uint8Array | null | undefined {
  let value: unknown;
  try {
    value = JSON.parse(decodeText(state, 0, state.length));
  } catch {
    return undefined;
  }
  if (value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  return encoder.encode(JSON.stringify({ ...value, user: peer.identity }));
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
