/**
 * Counts what has been sent on one connection and what the server has made durable, so that "saved" is never said too early.
 * An edit that could not be sent yet is `kept`: it belongs to no connection until the next handshake takes it along.
 */
export class AckLedger {
  #sent = 0;
  #acknowledged = 0;
  #open: { count: number; at: number; sentAt: number }[] = [];
  #keptSince: number | null = null;
  /** Journal sequence that covers the last own edit known to be durable. */
  savedSeq = 0;

  /** A new connection starts to count; what was not acknowledged on the old one must go again. */
  connectionLost(now: number): void {
    const first = this.#open[0]?.at;
    if (this.#sent > this.#acknowledged) this.#keptSince = Math.min(this.#keptSince ?? first ?? now, first ?? now);
    this.#sent = 0;
    this.#acknowledged = 0;
    this.#open = [];
  }

  /** A local edit that no connection has taken. */
  keep(now: number): void {
    this.#keptSince ??= now;
  }

  /** A sync message goes out; one that carries everything kept so far takes over its age. */
  send(now: number, carriesKept: boolean): void {
    this.#sent++;
    const at = carriesKept ? (this.#keptSince ?? now) : now;
    if (carriesKept) this.#keptSince = null;
    this.#open.push({ count: this.#sent, at, sentAt: now });
  }

  /** The server has made the first `count` messages durable, the journal stands at `seq`. */
  acknowledge(count: number, seq: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, Math.min(count, this.#sent));
    this.#open = this.#open.filter((entry) => entry.count > count);
    if (this.settled) this.savedSeq = Math.max(this.savedSeq, seq);
  }

  /** True when no local edit waits for the server. */
  get settled(): boolean {
    return this.#keptSince === null && this.#acknowledged >= this.#sent;
  }

  /** When the oldest edit that is not durable was made (ms), null when all are. */
  get waitingSince(): number | null {
    const open = this.#open[0]?.at ?? null;
    if (this.#keptSince === null) return open;
    return open === null ? this.#keptSince : Math.min(open, this.#keptSince);
  }

  /** When the oldest message without receipt went out on this connection, null when there is none. */
  get unansweredSince(): number | null {
    return this.#open[0]?.sentAt ?? null;
  }
}
