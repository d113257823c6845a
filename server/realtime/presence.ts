import type { PresentPerson } from "./contract.ts";

interface Seat {
  readonly person: PresentPerson;
  /** Order of arrival or movement: of two pages of one person the one moved last says where the person is. */
  readonly order: number;
}

export interface PresenceOptions {
  /** Ms between two messages to one workspace. */
  readonly interval: number;
  now(): number;
  send(workspaceId: string, people: PresentPerson[]): void;
}

const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });
const SIDES: readonly PresentPerson["side"][] = ["holder", "applicant", "alliance", "guide"];

/** Who is in which workspace: memory only, one row a person, messages coalesced. Nothing of it is ever stored. */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #rooms = new Map<string, Map<string, Seat>>();
  readonly #sentAt = new Map<string, number>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #order = 0;
  #closed = false;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  enter(workspaceId: string, socketId: string, person: PresentPerson): void {
    let room = this.#rooms.get(workspaceId);
    if (!room) this.#rooms.set(workspaceId, (room = new Map<string, Seat>()));
    const before = room.get(socketId)?.person;
    room.set(socketId, { person, order: this.#order++ });
    if (!before || !samePerson(before, person)) this.#changed(workspaceId);
  }

  exit(workspaceId: string, socketId: string): void {
    const room = this.#rooms.get(workspaceId);
    if (!room?.delete(socketId)) return;
    if (room.size === 0) this.#rooms.delete(workspaceId);
    // Also of the last one: lists that watch show nobody then.
    this.#changed(workspaceId);
  }

  people(workspaceId: string): PresentPerson[] {
    const latest = new Map<string, Seat>();
    for (const seat of this.#rooms.get(workspaceId)?.values() ?? []) {
      const other = latest.get(seat.person.personId);
      if (!other || precedes(other, seat)) latest.set(seat.person.personId, seat);
    }
    return [...latest.values()]
      .map(({ person }) => person)
      .sort(
        (a, b) => SIDES.indexOf(a.side) - SIDES.indexOf(b.side) || collator.compare(a.unit, b.unit) || collator.compare(a.name, b.name),
      );
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#rooms.clear();
    this.#sentAt.clear();
    this.#closed = true;
  }

  #changed(workspaceId: string): void {
    if (this.#closed || this.#timers.has(workspaceId)) return;
    const wait = (this.#sentAt.get(workspaceId) ?? Number.NEGATIVE_INFINITY) + this.#options.interval - this.#options.now();
    if (wait <= 0) {
      this.#send(workspaceId);
      return;
    }
    // A clock that jumped back must not silence a room: never wait longer than one interval.
    const timer = setTimeout(() => this.#send(workspaceId), Math.min(wait, this.#options.interval));
    this.#timers.set(workspaceId, timer.unref());
  }

  #send(workspaceId: string): void {
    const now = this.#options.now();
    this.#timers.delete(workspaceId);
    this.#sentAt.set(workspaceId, now);
    this.#options.send(workspaceId, this.people(workspaceId));
    // What holds nobody back any more is forgotten.
    for (const [id, at] of this.#sentAt) if (now - at > this.#options.interval) this.#sentAt.delete(id);
  }
}

/** A page on a document says more than one on the overview; otherwise the later move wins. */
function precedes(a: Seat, b: Seat): boolean {
  const open = (seat: Seat) => (seat.person.documentId === null ? 0 : 1);
  return open(a) !== open(b) ? open(a) < open(b) : a.order < b.order;
}

function samePerson(a: PresentPerson, b: PresentPerson): boolean {
  return a.documentId === b.documentId && a.side === b.side && a.unit === b.unit && a.name === b.name && a.mark === b.mark;
}
