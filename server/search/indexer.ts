import { deleteEntry, findEntryTexts, listDirty, settleDirty, writeEntry, type Dirty } from "#db/search-index.ts";
import { inTransaction } from "#db/transaction.ts";
import type { App } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { ENTRIES_OF, prepareEntry, readSources, type Prepared, type Source } from "./entries.ts";

/** A change is found this long after the first of a burst, ms. */
const INDEX_AFTER = 200;
/** Changes that nobody announced are looked for this often, ms. */
const LOOK_EVERY = 2_000;
/** One transaction holds the thread about this long, ms; the next takes more or fewer objects by it. */
const HOLD = 8;
const LARGEST_BATCH = 64;
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
  let batch = 1;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const hold = async (work: () => Promise<void>): Promise<void> => {
    const began = performance.now();
    await work();
    const ms = performance.now() - began;
    batch = ms > HOLD ? Math.max(1, Math.floor(batch / 2)) : Math.min(LARGEST_BATCH, batch + 4);
    options.onHold?.(ms);
    await pause();
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
      await hold(() => write(app, objects, entries, sources));
    };
    for (const one of dirty) {
      const entries: Prepared[] = [];
      for (const source of sources.filter(({ objectId }) => objectId === one.id)) {
        if (await isIndexed(app, source)) continue;
        entries.push(await prepareEntry(source, pause));
        characters += source.body.length;
      }
      waiting.push(one);
      prepared.set(one.id, entries);
      if (characters > BATCH_CHARACTERS || waiting.length >= batch) await flush();
    }
    await flush();
  };

  const run = async (): Promise<void> => {
    while (!closed) {
      const dirty = await listDirty(app.db, Math.max(batch, 16), [...failed]);
      if (dirty.length === 0) return;
      try {
        await indexBatch(dirty);
      } catch (error) {
        if (dirty.length === 1) failed.add(keyOf(dirty[0]));
        else await one(dirty);
        report(error);
      }
    }
  };

  /** A batch that failed is done one by one: only the object at fault stays behind. */
  const one = async (dirty: readonly Dirty[]): Promise<void> => {
    for (const object of dirty) {
      if (closed) return;
      await indexBatch([object]).catch(() => failed.add(keyOf(object)));
    }
  };

  const start = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    running ??= run()
      .catch(report)
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
      for (const { entry, columns } of prepared.get(object.id) ?? []) await writeEntry(db, entry, columns);
      const there = new Set(sources.filter(({ objectId }) => objectId === object.id).map(({ kind }) => kind));
      for (const kind of ENTRIES_OF[object.kind]) if (!there.has(kind)) await deleteEntry(db, kind, object.id);
      await settleDirty(db, object);
    }
  });
}

function keyOf(object: Dirty | undefined): string {
  return object === undefined ? "" : `${object.kind} ${object.id}`;
}

/** Lets requests and sockets have the thread. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
