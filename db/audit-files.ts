/** The audit log beside the database: JSON lines by month, and sealed archives. */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { gunzipSync } from "node:zlib";

const COPY_FILE = /^\d{4}-\d{2}\.jsonl$/;
const CHUNK = 262_144;
/** China keeps one time, UTC+8, the whole year. */
const CHINA = 8 * 3_600_000;

/** Names of the monthly files, oldest first; numbers of entries rise through them. */
export function listCopyFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => COPY_FILE.test(name))
    .toSorted();
}

/** "2026-11.jsonl", by Chinese time. */
export function copyFileOf(at: number): string {
  return `${new Date(at + CHINA).toISOString().slice(0, 7)}.jsonl`;
}

/** Lines of a file, read in pieces and without waiting: for a thread that may wait. */
export function* readLines(file: string): Generator<string, void, undefined> {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(CHUNK);
    const decoder = new StringDecoder("utf8");
    let rest = "";
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) {
      const lines = (rest + decoder.write(buffer.subarray(0, read))).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    if (rest !== "") yield rest;
  } finally {
    closeSync(handle);
  }
}

/** Lines of all monthly files, oldest first. */
export function* readCopy(folder: string): Generator<string, void, undefined> {
  for (const name of listCopyFiles(folder)) yield* readLines(join(folder, name));
}

/** Lines of a sealed archive. @throws when it is not whole */
export function readArchive(file: string): string[] {
  return gunzipSync(readFileSync(file))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** Number of the entry a line holds, NaN for something else. */
export function idOfLine(line: string): number {
  return Number(/^\{"id":(\d+),/.exec(line)?.[1] ?? Number.NaN);
}

/**
 * Last whole line of a file, undefined for an empty one. What a crash left behind it is cut off: the pump writes it again.
 * Reads from the end, for files may be large.
 */
export function repairTail(file: string): string | undefined {
  const size = statSync(file).size;
  const handle = openSync(file, "r");
  let tail: Buffer = Buffer.alloc(0);
  try {
    for (let start = size; start > 0; ) {
      const from = Math.max(0, start - CHUNK);
      const piece = Buffer.alloc(start - from);
      readSync(handle, piece, 0, piece.length, from);
      tail = Buffer.concat([piece, tail]);
      start = from;
      const end = tail.lastIndexOf(0x0a);
      const before = end > 0 ? tail.lastIndexOf(0x0a, end - 1) : -1;
      if (before >= 0) break;
    }
  } finally {
    closeSync(handle);
  }
  const end = tail.lastIndexOf(0x0a);
  const torn = tail.length - (end + 1);
  if (torn > 0) truncateSync(file, size - torn);
  if (end < 0) return undefined;
  return tail.subarray(tail.lastIndexOf(0x0a, end - 1) + 1, end).toString("utf8");
}
