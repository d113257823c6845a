import { PARENT, type Section, StructReader } from "./update-scan.ts";

/**
 * Visits structs so that each comes after everything it refers to. Ids below a section's first clock, and ids of clients that
 * have no section, count as known: the caller has checked them; so does what refers ahead within a client (scanUpdate refuses it).
 * Sections of one client follow each other in the list.
 * Returns false when the visitor refuses a struct or when no such order exists.
 */
export function orderStructs(sections: readonly Section[], visit: (struct: StructReader) => boolean): boolean {
  const only = sections[0];
  if (sections.length === 1 && only !== undefined) return visitAll(only, visit);
  const cursors = sections.map((section) => new Cursor(section));
  const byClient = new Map<number, Cursor[]>();
  for (const cursor of cursors) {
    const list = byClient.get(cursor.section.client);
    if (list === undefined) byClient.set(cursor.section.client, [cursor]);
    else list.push(cursor);
  }
  const isKnown = (client: number, clock: number): boolean => {
    const list = byClient.get(client);
    if (list === undefined) return true;
    for (const cursor of list) if (clock >= cursor.done && clock < cursor.section.end) return false;
    return true;
  };
  // Depth first, like Yjs: a struct that waits for another section sends us there; each section is on the stack once.
  const ready = cursors.filter((cursor) => cursor.left > 0);
  for (const first of ready) {
    const stack = [first];
    const waiting = new Set<Cursor>(stack);
    for (let cursor = stack.at(-1); cursor !== undefined; cursor = stack.at(-1)) {
      const blocker = cursor.run(isKnown, visit);
      if (blocker === "refused") return false;
      if (blocker === "done") {
        waiting.delete(cursor);
        stack.pop();
        continue;
      }
      const list = byClient.get(blocker.client) ?? [];
      const next = list.find((candidate) => blocker.clock >= candidate.done && blocker.clock < candidate.section.end);
      if (next === undefined || waiting.has(next)) return false;
      next.goal = blocker.clock;
      waiting.add(next);
      stack.push(next);
    }
  }
  return true;
}

function visitAll(section: Section, visit: (struct: StructReader) => boolean): boolean {
  const reader = new StructReader(section.bytes);
  reader.begin(section.client, section.clock);
  for (let i = 0; i < section.structs; i++) {
    reader.readStruct();
    if (!visit(reader)) return false;
  }
  return true;
}

type Known = (client: number, clock: number) => boolean;

class Cursor {
  readonly section: Section;
  /** Clock after the last visited struct. */
  done: number;
  left: number;
  /** Leave the stack once this clock is visited; until the end when unset. */
  goal = Number.POSITIVE_INFINITY;
  #reader: StructReader;
  #read = false;

  constructor(section: Section) {
    this.section = section;
    this.done = section.clock;
    this.left = section.structs;
    this.#reader = new StructReader(section.bytes);
    this.#reader.begin(section.client, section.clock);
  }

  /** Visits until the goal is reached, or names the id that must come first. */
  run(isKnown: Known, visit: (struct: StructReader) => boolean): "done" | "refused" | { client: number; clock: number } {
    const struct = this.#reader;
    // Two sections of one client follow each other.
    const before = this.section.clock - 1;
    if (this.done === this.section.clock && before >= 0 && !isKnown(this.section.client, before))
      return { client: this.section.client, clock: before };
    while (this.left > 0 && this.done <= this.goal) {
      if (!this.#read) {
        struct.readStruct();
        this.#read = true;
      }
      if (struct.originClient >= 0 && !isKnown(struct.originClient, struct.originClock)) {
        return { client: struct.originClient, clock: struct.originClock };
      }
      if (struct.rightClient >= 0 && !isKnown(struct.rightClient, struct.rightClock)) {
        return { client: struct.rightClient, clock: struct.rightClock };
      }
      if (struct.parent === PARENT.item && !isKnown(struct.parentClient, struct.parentClock)) {
        return { client: struct.parentClient, clock: struct.parentClock };
      }
      if (!visit(struct)) return "refused";
      this.#read = false;
      this.left--;
      this.done = struct.next;
    }
    this.goal = Number.POSITIVE_INFINITY;
    return "done";
  }
}
