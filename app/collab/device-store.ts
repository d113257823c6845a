/**
 * A log of Yjs updates on this device, one for each person and document. It knows when an update is really written, so that the first
 * lamp can be honest, and is emptied at sign-out because school computers are shared.
 */
import * as Y from "yjs";
import { backOff } from "./back-off.ts";

const DATABASE = "gongyan-device";
const UPDATES = "updates";
const META = "meta";
const CHANNEL = "gongyan-device";
/** Rows that ask for folding into one. */
const FOLD_AFTER = 200;

interface UpdateRow {
  readonly bytes: Uint8Array;
}
interface MetaRow {
  readonly lineage: string;
}

function asPromise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("device storage failed"));
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("device storage gave up"));
    transaction.onerror = () => reject(transaction.error ?? new Error("device storage failed"));
  });
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      // Keys are [person, document, writer]: a range names one document, and no two tabs write the same key.
      request.result.createObjectStore(UPDATES);
      request.result.createObjectStore(META);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("device storage cannot be opened"));
  });
}

export interface DeviceState {
  /** False where the browser offers no storage (private window, full disk). */
  readonly available: boolean;
  /** Every update of the document is written. */
  readonly written: boolean;
}

export class DeviceStore {
  readonly doc: Y.Doc;
  #database: IDBDatabase | null = null;
  #key: readonly [string, string];
  #writer: string;
  #count = 0;
  #rows = 0;
  #waiting: Uint8Array[] = [];
  #writing = false;
  /** Failed writes in a row, and the timer of the next attempt. */
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #channel: BroadcastChannel | null = null;
  #state: DeviceState = { available: true, written: true };
  #listeners = new Set<() => void>();

  /** Origin of transactions that came from the server: they are written too, but no lamp waits for them. */
  serverOrigin: unknown = null;

  constructor(doc: Y.Doc, userId: string, documentId: string) {
    this.doc = doc;
    this.#key = [userId, documentId];
    // A Yjs client id is drawn anew for each page, so two tabs never share it.
    this.#writer = `${doc.clientID}-${Date.now()}`;
  }

  get state(): DeviceState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Brings back what this device knows of the document and follows it from then on. Returns the lineage of the copy, "" when there is
   * none. Never fails: without storage the document lives in the page alone.
   */
  async open(): Promise<string> {
    let lineage = "";
    try {
      this.#database = await openDatabase();
      const transaction = this.#database.transaction([UPDATES, META]);
      // IndexedDB gives back what this class put there.
      const updates = transaction.objectStore(UPDATES).getAll(this.#range()) as IDBRequest<UpdateRow[]>;
      // The same.
      const known = transaction.objectStore(META).get([...this.#key]) as IDBRequest<MetaRow | undefined>;
      const [rows, meta] = await Promise.all([asPromise(updates), asPromise(known)]);
      this.#rows = rows.length;
      if (rows.length > 0) {
        Y.applyUpdate(this.doc, Y.mergeUpdates(rows.map((row) => row.bytes)), this);
        lineage = meta?.lineage ?? "";
      }
    } catch {
      // Reported by the state: the first lamp stays dark and says why.
      this.#set({ available: false });
      return "";
    }
    if (this.#closed) return lineage;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.onmessage = this.#forget;
    this.doc.on("update", this.#onUpdate);
    // A fold that fails loses nothing: its transaction leaves the rows as they were.
    if (this.#rows > FOLD_AFTER) await this.#fold().catch(() => undefined);
    return lineage;
  }

  /** Remembers which document the copy belongs to. */
  async setLineage(lineage: string): Promise<void> {
    if (this.#database === null || this.#closed) return;
    const transaction = this.#database.transaction(META, "readwrite");
    transaction.objectStore(META).put({ lineage } satisfies MetaRow, [...this.#key]);
    await committed(transaction);
  }

  /** Forgets this document on this device. */
  async clear(): Promise<void> {
    if (this.#database === null) return;
    const transaction = this.#database.transaction([UPDATES, META], "readwrite");
    transaction.objectStore(UPDATES).delete(this.#range());
    transaction.objectStore(META).delete([...this.#key]);
    await committed(transaction);
  }

  /** Stops following; what is being written is still written. */
  close(): void {
    this.#closed = true;
    this.doc.off("update", this.#onUpdate);
    this.#channel?.close();
    this.#channel = null;
    clearTimeout(this.#retry);
    if (this.#writing) return;
    // One last attempt at what could not be written so far.
    if (this.#waiting.length > 0) void this.#write();
    else this.#database?.close();
  }

  /** Another tab signs out. What this one was writing meanwhile goes too, and the lamp of this device goes out. */
  #forget = (): void => {
    this.#waiting = [];
    // Queued behind a write under way. A database that is gone holds nothing any more.
    void this.clear().catch(() => undefined);
    this.close();
    this.#set({ available: false });
  };

  #range(): IDBKeyRange {
    return IDBKeyRange.bound([...this.#key], [...this.#key, []]);
  }

  #set(change: Partial<DeviceState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.#waiting.push(update);
    if (origin !== this.serverOrigin && this.#state.written) this.#set({ written: false });
    // After a failure the timer writes: a full disk is not asked again with every keystroke.
    if (!this.#writing && this.#failures === 0) void this.#write();
  };

  /**
   * One transaction at a time; what comes meanwhile goes into the next. What could not be written stays in front and is tried again: later
   * updates build on it, so none of them counts as written before it is.
   */
  async #write(): Promise<void> {
    const database = this.#database;
    if (database === null) return;
    this.#writing = true;
    let batch: Uint8Array[] = [];
    try {
      while (this.#waiting.length > 0) {
        batch = this.#waiting;
        this.#waiting = [];
        const transaction = database.transaction(UPDATES, "readwrite", { durability: "strict" });
        const row: UpdateRow = { bytes: batch.length === 1 && batch[0] !== undefined ? batch[0] : Y.mergeUpdates(batch) };
        transaction.objectStore(UPDATES).put(row, [...this.#key, `${this.#writer}-${this.#count++}`]);
        await committed(transaction);
        this.#rows++;
      }
      this.#failures = 0;
      if (!this.#closed && !(this.#state.written && this.#state.available)) this.#set({ written: true, available: true });
      if (this.#rows > FOLD_AFTER * 2) await this.#fold().catch(() => undefined);
    } catch {
      if (!this.#closed) this.#tryLater(batch);
    } finally {
      this.#writing = false;
      if (this.#closed) database.close();
      // What came while the rows were being folded.
      else if (this.#waiting.length > 0 && this.#failures === 0) void this.#write();
    }
  }

  #tryLater(batch: readonly Uint8Array[]): void {
    this.#waiting = [...batch, ...this.#waiting];
    this.#failures++;
    this.#set({ available: false, written: false });
    this.#retry = setTimeout(() => void this.#write(), backOff(this.#failures, Math.random));
  }

  /** Reads and replaces all rows in one transaction, so that no other tab's row can slip away between the two. */
  async #fold(): Promise<void> {
    const database = this.#database;
    if (database === null) return;
    const transaction = database.transaction(UPDATES, "readwrite", { durability: "strict" });
    const store = transaction.objectStore(UPDATES);
    // As above: what this class put there.
    const rows = await asPromise(store.getAll(this.#range()) as IDBRequest<UpdateRow[]>);
    store.delete(this.#range());
    store.put({ bytes: Y.mergeUpdates(rows.map((row) => row.bytes)) } satisfies UpdateRow, [
      ...this.#key,
      `${this.#writer}-${this.#count++}`,
    ]);
    await committed(transaction);
    this.#rows = 1;
  }
}

/** Removes every person's documents from this device; called at sign-out. Open tabs stop writing. */
export async function wipeDeviceStore(): Promise<void> {
  if (typeof indexedDB === "undefined") return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("wipe");
  channel.close();
  const database = await openDatabase();
  const transaction = database.transaction([UPDATES, META], "readwrite");
  transaction.objectStore(UPDATES).clear();
  transaction.objectStore(META).clear();
  await committed(transaction);
  database.close();
}
