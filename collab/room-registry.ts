import { Committer } from "./committer.ts";
import { Room } from "./room.ts";
import type { RoomDeps, RoomMeta } from "./room-port.ts";

/**
 * The one place where rooms come and go. Opening is single flight per document; a room leaves memory only when nobody is there and
 * everything admitted is durable and sent. Opening and closing write nothing.
 */
export class RoomRegistry {
  readonly #deps: RoomDeps;
  readonly #rooms = new Map<string, Room>();
  readonly #loading = new Map<string, Promise<Room>>();
  readonly #idleTimers = new Map<string, () => void>();
  readonly #compacting = new Map<string, Promise<void>>();
  readonly #committer: Committer;
  #draining = false;

  constructor(deps: RoomDeps) {
    this.#deps = deps;
    this.#committer = new Committer(deps, () => this.#rooms.values());
  }

  get size(): number {
    return this.#rooms.size;
  }

  get rooms(): Iterable<Room> {
    return this.#rooms.values();
  }

  /** False between a failed append and its recovery. */
  get storageAvailable(): boolean {
    return this.#committer.available;
  }

  /** @throws what the store threw, for everybody who waited; nothing is left behind then */
  open(documentId: string, meta: RoomMeta): Promise<Room> {
    if (this.#draining) return Promise.reject(new Error("draining"));
    const room = this.#rooms.get(documentId);
    if (room !== undefined) {
      this.#armIdle(room);
      return Promise.resolve(room);
    }
    const loading = this.#loading.get(documentId);
    if (loading !== undefined) return loading;
    const promise = this.#load(documentId, meta).finally(() => this.#loading.delete(documentId));
    this.#loading.set(documentId, promise);
    return promise;
  }

  peek(documentId: string): Room | undefined {
    return this.#rooms.get(documentId);
  }

  /** Admits nobody new and waits until everything admitted is durable. @throws when `deadlineMs` passes first */
  async drain(deadlineMs: number): Promise<void> {
    this.#draining = true;
    let cancel = (): void => {};
    const deadline = new Promise<never>((_, reject) => {
      cancel = this.#deps.setTimer(() => reject(new Error(`not drained within ${deadlineMs} ms`)), deadlineMs);
    });
    try {
      await Promise.race([deadline, this.#settleAll()]);
    } finally {
      cancel();
      this.#committer.stop();
    }
    for (const room of [...this.#rooms.values()]) this.#drop(room);
  }

  async #settleAll(): Promise<void> {
    while (!this.#committer.idle) await this.#committer.whenIdle();
    await Promise.allSettled(this.#compacting.values());
    for (const room of this.#rooms.values()) if (room.pending > 0) throw new Error(`document ${room.documentId} has unsaved entries`);
  }

  async #load(documentId: string, meta: RoomMeta): Promise<Room> {
    const started = this.#deps.now();
    const stored = await this.#deps.store.load(documentId);
    if (this.#draining) throw new Error("draining");
    const room = new Room(documentId, meta, stored, this.#deps, {
      committer: this.#committer,
      onQuiet: (quiet) => this.#armIdle(quiet),
      onLongTail: (long) => this.#compact(long),
    });
    this.#rooms.set(documentId, room);
    const ms = this.#deps.now() - started;
    this.#deps.report({ type: "loaded", documentId, bytes: room.size, quarantined: room.quarantined, ms });
    this.#armIdle(room);
    return room;
  }

  #armIdle(room: Room): void {
    this.#idleTimers.get(room.documentId)?.();
    const cancel = this.#deps.setTimer(() => {
      this.#idleTimers.delete(room.documentId);
      if (this.#rooms.get(room.documentId) !== room || !room.quiet) return;
      this.#drop(room);
      if (room.tail.rows > 0) this.#compact(room);
    }, this.#deps.limits.idleUnload);
    this.#idleTimers.set(room.documentId, cancel);
  }

  #drop(room: Room): void {
    this.#idleTimers.get(room.documentId)?.();
    this.#idleTimers.delete(room.documentId);
    this.#rooms.delete(room.documentId);
    room.dispose();
    this.#deps.report({ type: "unloaded", documentId: room.documentId });
  }

  /** At most one compaction of a document at a time; afterwards a live room takes over the smaller state. */
  #compact(room: Room): void {
    const { documentId } = room;
    if (this.#compacting.has(documentId) || this.#draining || room.quarantined) return;
    const { rows, bytes } = room.tail;
    room.expectRebase();
    const work = async (): Promise<void> => {
      try {
        await this.#deps.store.compact(documentId);
        room.tail.rows -= rows;
        room.tail.bytes -= bytes;
        room.rebase(this.#rooms.get(documentId) === room ? await this.#deps.store.load(documentId) : null);
      } catch (error) {
        room.rebase(null);
        this.#deps.report({ type: "compactionFailed", documentId, error });
      } finally {
        this.#compacting.delete(documentId);
      }
    };
    this.#compacting.set(documentId, work());
  }
}
