import { createHash } from "node:crypto";
import type { AuditTable } from "./schema-office.ts";

/** Everything an entry says, without its hashes. */
export type EntryFields = Omit<AuditTable, "id" | "prev_hash" | "hash"> & { id: number };
export type StoredEntry = EntryFields & { prev_hash: string; hash: string };

/** What the first entry follows. */
export const GENESIS = "0".repeat(64);

/** In this order the fields are hashed and copied. Never changed: every hash written so far depends on it. */
const FIELDS = [
  "id",
  "at",
  "actor_id",
  "actor_name",
  "actor_hat",
  "address",
  "type",
  "object_kind",
  "object_id",
  "workspace_id",
  "outcome",
  "detail",
] as const satisfies readonly (keyof EntryFields)[];

/** SHA-256, hex, over the hash before and the canonical JSON of all fields. */
export function hashEntry(previous: string, entry: EntryFields): string {
  return createHash("sha256")
    .update(previous)
    .update(JSON.stringify(FIELDS.map((field) => entry[field])))
    .digest("hex");
}

/** One line of the second copy and of archives: what is hashed, then the hashes. */
export function toLine(entry: StoredEntry): string {
  return JSON.stringify(Object.fromEntries([...FIELDS, "prev_hash" as const, "hash" as const].map((field) => [field, entry[field]])));
}
