import type { Limits } from "./limits.ts";
import type { Peer } from "./peer.ts";

const WEIGHT = 64 * 1024;
/** Connections' worth of messages that one person may send in one room, however many they open. */
const PERSON = 8;

/** What a message takes from its sender's budget: one, and more for what is long to read. */
export function costOfMessage(bytes: number): number {
  return 1 + bytes / WEIGHT;
}

/** What an answer to a state vector takes besides: it may have to be written anew from the whole document. */
export function costOfAnswer(documentBytes: number): number {
  return documentBytes / WEIGHT;
}

/** Tokens that come back with time. */
class Budget {
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #refilledAt: number;

  constructor(limits: Limits, times: number, now: number) {
    this.#burst = limits.messageBurst * times;
    this.#perSecond = limits.messagesPerSecond * times;
    this.#tokens = this.#burst;
    this.#refilledAt = now;
  }

  /** Takes `cost`; false when not one is left. A costly message may overdraw: the next ones wait longer. */
  spend(cost: number, now: number): boolean {
    const earned = (Math.max(0, now - this.#refilledAt) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + earned);
    this.#refilledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= cost;
    return true;
  }
}

/** The message budgets of one room: of each connection, and of each person over all theirs, which reconnecting does not refill. */
export class Budgets {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #connections = new WeakMap<Peer, Budget>();
  readonly #people = new Map<string, Budget>();

  constructor(limits: Limits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  spend(peer: Peer, cost: number): boolean {
    const now = this.#now();
    let connection = this.#connections.get(peer);
    if (connection === undefined) this.#connections.set(peer, (connection = new Budget(this.#limits, 1, now)));
    let person = this.#people.get(peer.author);
    if (person === undefined) this.#people.set(peer.author, (person = new Budget(this.#limits, PERSON, now)));
    return connection.spend(cost, now) && person.spend(cost, now);
  }
}
