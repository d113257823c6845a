import type { DocStore, JournalEntry, StoredDocument } from "#collab/doc-store.ts";
import type { BodyBlock } from "#collab/docs/blocks.ts";
import type { PlanTemplate } from "#collab/docs/plan.ts";
import { WorkerLink } from "#server/core/worker-link.ts";
import type { JournalFaults } from "./journal-faults.ts";
import type { FolderOperations } from "./journal-folder.ts";
import type { OpenerOperations } from "./journal-opener.ts";
import type { WriterData, WriterOperations } from "./journal-writer.ts";
import { packEntries } from "./pack-entries.ts";
import type { Projection } from "./projections.ts";

/** Ms a reading thread may still take when the store closes by a deadline. */
const READERS_END_WITHIN = 250;

export interface JournalStoreOptions {
  /** The journal's own SQLite file, DATA_DIR/journal.sqlite. */
  readonly file: string;
  now(): number;
  /** Fault tests slow or fail commits through this; the product leaves it out. */
  readonly faults?: JournalFaults;
  /** A document could only be read in part. Called once a load. */
  onDamage?(documentId: string, reason: string): void;
}

/** The store port on SQLite: one thread writes, one opens documents, one folds and reads text, none of them the event loop's. */
export class JournalStore implements DocStore {
  readonly #options: JournalStoreOptions;
  readonly #writer: WorkerLink<WriterOperations>;
  readonly #opener: WorkerLink<OpenerOperations>;
  /** Apart from the opener: folding a long history must not make somebody wait for a document. */
  readonly #folder: WorkerLink<FolderOperations>;

  private constructor(options: JournalStoreOptions) {
    this.#options = options;
    const data: WriterData = { file: options.file, faults: options.faults && { cells: options.faults.cells } };
    this.#writer = new WorkerLink(new URL("./journal-writer.ts", import.meta.url), data);
    this.#opener = new WorkerLink(new URL("./journal-opener.ts", import.meta.url), { file: options.file });
    this.#folder = new WorkerLink(new URL("./journal-folder.ts", import.meta.url), { file: options.file });
  }

  /** Opens the file and proves with one durable write that it can be written. @throws with the message of SQLite or PragmaDrift */
  static async open(options: JournalStoreOptions): Promise<JournalStore> {
    const store = new JournalStore(options);
    try {
      await store.probe();
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  async load(documentId: string): Promise<StoredDocument> {
    const found = await this.#opener.call("load", { documentId });
    const { damage } = found;
    if (damage) {
      this.#options.onDamage?.(documentId, damage.reason);
      // Reading goes on when the copy cannot be written: the damaged rows themselves stay where they are.
      await this.#writer.call("quarantine", { documentId, ...damage, at: this.#options.now() }).catch(() => undefined);
    }
    const clients = new Map<number, { author: string; boundAt: number }>();
    found.clientAuthors.forEach((author, i) => clients.set(found.clientIds[i] ?? 0, { author, boundAt: found.clientBoundAt[i] ?? 0 }));
    const { snapshot, stateVector, tail, head } = found;
    const quarantined = damage !== null && damage.fromSeq !== null;
    return { snapshot, ...(stateVector && { stateVector }), tail, head, clients, quarantined };
  }

  async append(entries: readonly JournalEntry[]): Promise<ReadonlyMap<string, number>> {
    const packed = packEntries(entries);
    return new Map(await this.#writer.call("append", { entries: packed, at: this.#options.now() }, [packed.bytes.buffer]));
  }

  async compact(documentId: string): Promise<void> {
    const { snapshot } = await this.#folder.call("fold", { documentId });
    if (snapshot) await this.#writer.call("saveSnapshot", { snapshot, at: this.#options.now() });
  }

  /** The committed text, read from a clone in a worker. */
  project(documentId: string, template?: PlanTemplate): Promise<Projection> {
    return this.#folder.call("project", { documentId, template });
  }

  /** What a version keeps of the committed text. */
  freeze(documentId: string): Promise<{ head: number; canonical: string }> {
    return this.#folder.call("freeze", { documentId });
  }

  /** Highest committed sequence of one document, 0 for none. */
  head(documentId: string): Promise<number> {
    return this.#opener.call("head", { documentId });
  }

  /** Highest committed sequence of every document. */
  async heads(): Promise<ReadonlyMap<string, number>> {
    return new Map(await this.#opener.call("heads", {}));
  }

  /** A forward edit that turns the committed text into `target`. */
  async restoreUpdate(documentId: string, target: readonly BodyBlock[], clientId: number): Promise<Uint8Array> {
    return (await this.#folder.call("restore", { documentId, target, clientId })).update;
  }

  probe(): Promise<void> {
    return this.#writer.call("probe", { at: this.#options.now() });
  }

  /** Ends a thread as a crash would. Only fault tests call it. */
  killWorker(which: "writer" | "opener" | "folder"): Promise<void> {
    return { writer: this.#writer, opener: this.#opener, folder: this.#folder }[which].kill();
  }

  /** Waits at most about `within` ms for a commit under way. @throws CannotEnd when a thread is stuck in a system call */
  async close(within?: number): Promise<void> {
    // Readers first: the last connection to close checkpoints the file, and only the writer may. Nothing is lost with what they do.
    const readers = within === undefined ? undefined : READERS_END_WITHIN;
    const ended = await Promise.allSettled([this.#opener.close(readers), this.#folder.close(readers)]);
    await this.#writer.close(within);
    for (const end of ended) if (end.status === "rejected") throw end.reason;
  }
}
