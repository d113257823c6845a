import type Database from "better-sqlite3";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { GENESIS, hashEntry, toLine, type StoredEntry } from "./audit-chain.ts";
import { idOfLine, readArchive, readCopy } from "./audit-files.ts";
import type { AuditCheckpointTable } from "./schema-office.ts";

export type DamageKind = "altered" | "removed" | "unlinked" | "cutOff" | "copyDiffers" | "archiveDiffers";

export interface Damage {
  readonly kind: DamageKind;
  /** Number of the entry, the first one of a gap. */
  readonly id: number;
}

export interface VerifyResult {
  readonly entries: number;
  readonly firstId: number;
  readonly lastId: number;
  /** The first ones found. */
  readonly damages: readonly Damage[];
  readonly damageCount: number;
  /** Entries that have no line in the copy, as after files were moved to another host. */
  readonly notCopied: number;
  readonly archives: number;
  /** Archives whose file is not here. */
  readonly archivesAway: number;
}

export interface VerifyProgress {
  readonly checked: number;
  readonly total: number;
}

const CHUNK = 2_000;
const DAMAGES_KEPT = 50;

/** Gathers what is wrong; keeps the first ones and counts all. */
class Findings {
  readonly kept: Damage[] = [];
  count = 0;

  add(kind: DamageKind, id: number): void {
    this.count += 1;
    if (this.kept.length < DAMAGES_KEPT) this.kept.push({ kind, id });
  }
}

/**
 * Walks the whole chain in short reads, compares each entry with its line in the second copy, and follows the archives. Yields after each
 * chunk, so that the caller decides the pace. Must not run while entries are being archived.
 */
export function* verifyAudit(
  sqlite: Database.Database,
  folder: string,
  archiveFolder: string,
): Generator<VerifyProgress, VerifyResult, undefined> {
  const found = new Findings();
  const { checkpoints, first, last, sequence } = readBounds(sqlite);
  const total = first === 0 ? 0 : last - first + 1;
  const copy = new CopyCursor(folder);
  const hashAt = new Map(checkpoints.map((one) => [one.up_to_id, one.hash]));
  const sealedTo = checkpoints.at(-1)?.up_to_id ?? 0;
  let previous = first === 1 ? GENESIS : (hashAt.get(first - 1) ?? null);
  // Entries already in an archive may be half deleted; any other missing beginning was taken away.
  if (first > 1 && previous === null && first > sealedTo + 1) found.add("removed", sealedTo + 1);
  const select = sqlite.prepare<[number, number, number], StoredEntry>("SELECT * FROM audit WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?");
  let expected = first;
  let entries = 0;
  let notCopied = 0;
  for (let rows = select.all(first, last, CHUNK); rows.length > 0; rows = select.all(expected, last, CHUNK)) {
    for (const row of rows) {
      const gap = row.id !== expected;
      if (gap) found.add("removed", expected);
      else if (previous !== null && row.prev_hash !== previous) found.add("unlinked", row.id);
      if (hashEntry(row.prev_hash, row) !== row.hash || (hashAt.get(row.id) ?? row.hash) !== row.hash) found.add("altered", row.id);
      const line = copy.lineOf(row.id);
      if (line === undefined && copy.hasAround(row.id)) found.add("copyDiffers", row.id);
      else if (line === undefined) notCopied += 1;
      else if (line !== toLine(row)) found.add("copyDiffers", row.id);
      previous = row.hash;
      expected = row.id + 1;
      entries += 1;
    }
    yield { checked: expected - first, total };
  }
  if (sequence > Math.max(last, sealedTo)) found.add("cutOff", Math.max(last, sealedTo) + 1);
  else if (copy.lastId > readBounds(sqlite).sequence) found.add("cutOff", copy.lastId);
  copy.close();
  const archivesAway = yield* verifyArchives(checkpoints, archiveFolder, found, total);
  return {
    ...{ entries, firstId: first, lastId: last, damages: found.kept, damageCount: found.count },
    ...{ notCopied, archives: checkpoints.length, archivesAway },
  };
}

interface Bounds {
  readonly checkpoints: AuditCheckpointTable[];
  /** 0 where there is no entry. */
  readonly first: number;
  readonly last: number;
  /** Highest number ever given. */
  readonly sequence: number;
}

/** All four as of one moment. */
function readBounds(sqlite: Database.Database): Bounds {
  const read = sqlite.transaction((): Bounds => {
    const checkpoints = sqlite.prepare<[], AuditCheckpointTable>("SELECT * FROM audit_checkpoint ORDER BY up_to_id").all();
    const row = sqlite
      .prepare<[], Omit<Bounds, "checkpoints">>(
        `SELECT coalesce(min(id), 0) AS first, coalesce(max(id), 0) AS last,
          coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0) AS sequence FROM audit`,
      )
      .get();
    return { checkpoints, first: row?.first ?? 0, last: row?.last ?? 0, sequence: row?.sequence ?? 0 };
  });
  return read();
}

/** Reads the copy alongside the entries: both are in the order of their numbers. */
class CopyCursor {
  readonly #lines: Generator<string, void, undefined>;
  #line: string | undefined;
  #id = 0;
  readonly #first: number;

  constructor(folder: string) {
    this.#lines = readCopy(folder);
    this.#advance();
    this.#first = this.#line === undefined ? Number.POSITIVE_INFINITY : this.#id;
  }

  /** Number of the last line read: of all when every entry was asked for. */
  get lastId(): number {
    while (this.#line !== undefined) this.#advance();
    return this.#id;
  }

  lineOf(id: number): string | undefined {
    while (this.#line !== undefined && !(this.#id >= id)) this.#advance();
    return this.#id === id ? this.#line : undefined;
  }

  /** True where the copy goes on behind `id` and began before it: the line between was taken out. Months moved away are the oldest. */
  hasAround(id: number): boolean {
    return this.#line !== undefined && this.#first < id;
  }

  close(): void {
    this.#lines.return();
  }

  #advance(): void {
    const next = this.#lines.next();
    this.#line = next.done === true ? undefined : next.value;
    if (this.#line !== undefined) this.#id = idOfLine(this.#line);
  }
}

/** Each archive goes on where the one before ended and ends at its checkpoint. Resolves to the number that are not here. */
function* verifyArchives(
  checkpoints: readonly AuditCheckpointTable[],
  folder: string,
  found: Findings,
  total: number,
): Generator<VerifyProgress, number, undefined> {
  let away = 0;
  let previous: Pick<AuditCheckpointTable, "up_to_id" | "hash"> = { up_to_id: 0, hash: GENESIS };
  for (const checkpoint of checkpoints) {
    const file = join(folder, checkpoint.file);
    if (!existsSync(file)) away += 1;
    else if (!isWhole(file, previous, checkpoint)) found.add("archiveDiffers", previous.up_to_id + 1);
    previous = checkpoint;
    yield { checked: total, total };
  }
  return away;
}

function isWhole(file: string, from: Pick<AuditCheckpointTable, "up_to_id" | "hash">, to: AuditCheckpointTable): boolean {
  try {
    let { up_to_id: id, hash } = from;
    const lines = readArchive(file);
    for (const line of lines) {
      // What the archive says of itself is checked by the hash, field by field.
      const entry = JSON.parse(line) as StoredEntry;
      if (entry.id <= id || entry.prev_hash !== hash || hashEntry(hash, entry) !== entry.hash || toLine(entry) !== line) return false;
      ({ id, hash } = entry);
    }
    return lines.length === to.entries && id === to.up_to_id && hash === to.hash;
  } catch {
    return false;
  }
}
