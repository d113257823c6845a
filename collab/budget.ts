import type { Limits } from "./limits.ts";

const KIB = 1024;

/** What a message takes from its sender's budget: one, and more for what is long to read. */
export function costOfMessage(bytes: number): number {
  return 1 + bytes / (4 * KIB);
}

/** What an answer to a state vector takes besides: it may have to be written anew from the whole document. */
export function costOfAnswer(documentBytes: number): number {
  return documentBytes / (64 * KIB);
}

interface Budget {
  tokens: number;
  refilledAt: number;
}

/** The message budget of each person in one room, over all their connections; it outlives them, so reconnecting does not refill it. */
export class Budgets {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #people = new Map<string, Budget>();

  constructor(limits: Limits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Takes `cost`; false when not one is left. A costly message may overdraw: the next ones wait longer. */
  spend(author: string, cost: number): boolean {
    const { messageBurst, messagesPerSecond } = this.#limits;
    const now = this.#now();
    const budget = this.#people.get(author) ?? { tokens: messageBurst, refilledAt: now };
    this.#people.set(author, budget);
    const earned = (Math.max(0, now - budget.refilledAt) / 1000) * messagesPerSecond;
    budget.tokens = Math.min(messageBurst, budget.tokens + earned);
    budget.refilledAt = now;
    if (budget.tokens < 1) return false;
    budget.tokens -= cost;
    return true;
  }
}
