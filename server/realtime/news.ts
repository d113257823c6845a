import type { DomainEvent } from "./contract.ts";

/** Ms for which it is remembered when something last happened; a page older than that is out of date whatever happened. */
const KEPT = 10 * 60_000;
/** Entries above which old ones are looked for. */
const MANY = 2000;
/** Ms between two such looks. */
const CLEAR_EVERY = 1000;

/** When workspaces and people's rights last changed: tells a page that joins whether it missed something since its data was read. Memory only. */
export class News {
  readonly #now: () => number;
  readonly #begun: number;
  readonly #changed = new Map<string, number>();
  /** Typing apart: lists and plan pages do not load anew for it. */
  readonly #typed = new Map<string, number>();
  readonly #access = new Map<string, number>();
  readonly #notified = new Map<string, number>();
  /** When old entries of a map were last dropped. */
  readonly #cleared = new Map<Map<string, number>, number>();

  /** @param now the clock by which pages say when they were made */
  constructor(now: () => number) {
    this.#now = now;
    this.#begun = now();
  }

  note(event: DomainEvent): void {
    if (event.type === "session.ended") return;
    if (event.type === "access.changed") this.#set(this.#access, event.personId);
    else if (event.type === "notified") this.#set(this.#notified, event.personId);
    else this.#set(event.type === "document.changed" ? this.#typed : this.#changed, event.workspaceId);
  }

  /** True where the workspace may have changed since; `typing` asks for its texts too. */
  missed(workspaceId: string, since: number, typing: boolean): boolean {
    return this.#isPast(this.#changed, workspaceId, since) || (typing && this.#isPast(this.#typed, workspaceId, since));
  }

  /** True where the person's rights may have changed since. */
  missedAccess(personId: string, since: number): boolean {
    return this.#isPast(this.#access, personId, since);
  }

  /** True where the person may have been notified since. */
  missedNotice(personId: string, since: number): boolean {
    return this.#isPast(this.#notified, personId, since);
  }

  #isPast(times: ReadonlyMap<string, number>, id: string, since: number): boolean {
    // In the same millisecond nobody knows what came first.
    return since < this.#horizon() || (times.get(id) ?? 0) >= since;
  }

  #set(times: Map<string, number>, id: string): void {
    const now = this.#now();
    times.set(id, now);
    // An import changes thousands of people's rights at once: going through all of them for each would hold the thread for seconds.
    if (times.size <= MANY || now - (this.#cleared.get(times) ?? Number.NEGATIVE_INFINITY) < CLEAR_EVERY) return;
    this.#cleared.set(times, now);
    const horizon = this.#horizon();
    for (const [other, at] of times) if (at < horizon) times.delete(other);
  }

  #horizon(): number {
    return Math.max(this.#begun, this.#now() - KEPT);
  }
}
