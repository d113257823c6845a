import { createHash } from "node:crypto";
import type { BodyBlock } from "#collab/docs/blocks.ts";
import { canonicalJson } from "#collab/docs/plan.ts";

/** The full copy a version keeps and the SHA-256 (hex) that stands for it: equal text gives equal bytes. */
export function freezeBody(blocks: readonly BodyBlock[]): { content: string; hash: string } {
  return hashContent(canonicalJson(blocks));
}

/** The same for a text that a worker has already put into its canonical form. */
export function hashContent(content: string): { content: string; hash: string } {
  return { content, hash: createHash("sha256").update(content, "utf8").digest("hex") };
}

/** Blocks of a stored version. The column is written from canonicalJson alone. @throws SyntaxError where the row was damaged */
export function parseBody(content: string): BodyBlock[] {
  const value: unknown = JSON.parse(content);
  if (!Array.isArray(value)) throw new SyntaxError("A version does not hold a list of blocks");
  return value as BodyBlock[];
}
