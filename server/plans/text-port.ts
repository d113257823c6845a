import type { BodyBlock } from "#collab/docs/blocks.ts";
import type { App } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";

export interface PlanText {
  /** Journal sequence the text was read at. */
  readonly head: number;
  readonly blocks: readonly BodyBlock[];
  readonly text: string;
}

/** What plans need of shared text; the collaboration engine is the real one. All writes are durable when they resolve. */
export interface TextPort {
  /** Writes the first update of a document that has none yet; resolves to its sequence. */
  seed(documentId: string, author: string, update: Uint8Array): Promise<number>;
  /** Reads a clone in a worker, never a live document. */
  read(documentId: string): Promise<PlanText>;
  /** Turns the text into `target` by a forward edit that open editors follow; resolves to its sequence. */
  restore(documentId: string, author: string, target: readonly BodyBlock[]): Promise<number>;
}

/** @throws DomainError storageUnavailable while the collaboration engine is not up */
export function textsOf(ctx: Pick<App, "texts">): TextPort {
  if (!ctx.texts) throw new DomainError("storageUnavailable");
  return ctx.texts;
}
