import {
  deleteEntry,
  findEntryTexts,
  leaveMerging,
  listDirty,
  mergeIndex,
  settleDirty,
  writeEntries,
  type Dirty,
} from "#db/search-index.ts";
import { inTransaction } from "#db/transaction.ts";
import type { App } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { ENTRIES_OF, openSource, prepareEntry, readSources, type Prepared, type Source } from "./entries.ts";

/** A change is found this long after the first of a burst, ms. */
const INDEX_AFTER = 200;
/** Changes that nobody announced are looked for this often, ms. */
const LOOK_EVERY = 2_000;
/** One transaction holds the thread about this long, ms; the next takes more or fewer objects by it. */
const HOLD = 5;
const LARGEST_BATCH = 16;
/** On a machine that is busy elsewhere the clock says more than the work took; long texts are bound by BATCH_CHARACTERS. */
const SMALLEST_BATCH = 8;
/** Pages of the index that are joined at a time after each transaction: left to itself SQLite joins many at once, for a tenth of a second. */
const MERGE_PAGES = 20;
/** Times this is done after one transaction at most: enough that parts never pile up. */
const MOST_MERGES = 12;
/** After a failure of the database nothing is tried for this long, ms. */
const REST_AFTER_FAILURE = 15_000;
/** Characters of text that one transaction writes at most. */
const BATCH_CHARACTERS = 40_000;

export interface Indexer {
  /** Something may have changed: the next look comes soon. Cheap. */
  wake(): void;
  /** Resolves when nothing waits any more, except what failed. */
  settle(): Promise<void>;
  /** Stops looking; what is under way is finished, the rest waits in the database for the next start. */
  drain(): Promise<void>;
}

interface IndexerOptions {
  readonly delay?: number;
  /** Told how long each transaction held the thread, ms. */
  readonly onHold?: (ms: number) => void;
}

/**
 * Keeps the search index behind the outbox that triggers fill in the transaction of every change: killed at any moment it goes on at the next start.
 * An object whose text cannot be read is reported once and left waiting; it does not keep others.
 */
export function createIndexer(app: App, report: (error: unknown) => void, options: IndexerOptions = {}): Indexer {
  const failed = new Set<string>();
  let batch = SMALLEST_BATCH;
  let told = false;
  let closed = false;
  let restUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const hold = async (work: () => Promise<void>): Promise<void> => {
    const began = performance.now();
    await work();
    const ms = performance.now() - began;
    batch = ms > HOLD ? Math.max(SMALLEST_BATCH, Math.floor((batch * HOLD) / ms)) : Math.min(LARGEST_BATCH, batch + 2);
    options.onHold?.(ms);
    await pause();
    for (let merges = 0; merges < MOST_MERGES; merges++) {
      const merging = performance.now();
      const worked = await mergeIndex(app.db, MERGE_PAGES);
      options.onHold?.(performance.now() - merging);
      await pause();
      if (!worked) return;
    }
  };

  const indexBatch = async (dirty: readonly Dirty[]): Promise<void> => {
    const [first] = dirty;
    if (!first) return;
    const sources = await readSources(
      app.db,
      first.kind,
      dirty.map(({ id }) => id),
      app.clock.now(),
    );
    let waiting: Dirty[] = [];
    let prepared = new Map<string, Prepared[]>();
    let characters = 0;
    const flush = async () => {
      if (waiting.length === 0) return;
      const [objects, entries] = [waiting, prepared];
      waiting = [];
      prepared = new Map();
      characters = 0;
      await pause();
      await hold(() => write(app, objects, entries, sources));
    };
    await pause();
    let since = performance.now();
    for (const one of dirty) {
      if (performance.now() - since > HOLD) {
        await pause();
        since = performance.now();
      }
      const entries = await prepare(one, sources);
      if (entries === null) continue;
      for (const { entry } of entries) characters += entry.body.length;
      waiting.push(one);
      prepared.set(one.id, entries);
      if (characters > BATCH_CHARACTERS || waiting.length >= batch) await flush();
    }
    await flush();
  };

  /** Null for a text that cannot be cut: it is reported once and waits for the next start, the others go on. */
  const prepare = async (one: Dirty, sources: readonly Source[]): Promise<Prepared[] | null> => {
    const entries: Prepared[] = [];
    try {
      for (const source of sources.filter(({ objectId }) => objectId === one.id).map(openSource)) {
        if (!(await isIndexed(app, source))) entries.push(await prepareEntry(source, pause));
      }
      return entries;
    } catch (error) {
      failed.add(keyOf(one));
      report(error);
      return null;
    }
  };

  const run = async (): Promise<void> => {
    if (!told) await leaveMerging(app.db);
    told = true;
    while (!closed) {
      const dirty = await listDirty(app.db, batch, [...failed]);
      if (dirty.length === 0) return;
      await indexBatch(dirty);
    }
  };

  const start = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (app.clock.now() < restUntil) return Promise.resolve();
    running ??= run()
      .catch((error: unknown) => {
        // The database does not take anything now: everything waits in it, and asking it every moment helps nobody.
        restUntil = app.clock.now() + REST_AFTER_FAILURE;
        report(error);
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  const poll = setInterval(() => void start(), LOOK_EVERY).unref();
  return {
    wake() {
      if (!closed) timer ??= setTimeout(() => void start(), options.delay ?? INDEX_AFTER).unref();
    },
    async settle() {
      await running;
      await start();
    },
    async drain() {
      closed = true;
      clearInterval(poll);
      clearTimeout(timer);
      await running;
    },
  };
}

/** A draft is read every few seconds while people type; the released text beside it stays as it was. */
async function isIndexed(app: App, source: Source): Promise<boolean> {
  if (source.workspaceId === undefined) return false;
  const texts = await findEntryTexts(app.db, source.kind, source.objectId);
  return texts?.title === source.title && texts.body === source.body;
}

async function write(
  app: App,
  objects: readonly Dirty[],
  prepared: ReadonlyMap<string, readonly Prepared[]>,
  sources: readonly Source[],
): Promise<void> {
  await inTransaction(createContext(app, null, "search"), async ({ db }) => {
    for (const object of objects) {
      const there = new Set(sources.filter(({ objectId }) => objectId === object.id).map(({ kind }) => kind));
      for (const kind of ENTRIES_OF[object.kind]) if (!there.has(kind)) await deleteEntry(db, kind, object.id);
      await settleDirty(db, object);
    }
    await writeEntries(
      db,
      objects.flatMap(({ id }) => prepared.get(id) ?? []),
    );
  });
}

function keyOf({ kind, id }: Dirty): string {
  return `${kind} ${id}`;
}

/** Lets requests and sockets have the thread. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
