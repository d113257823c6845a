import type { BodyBlock } from "#collab/docs/blocks.ts";
import type { Completeness, PlanTemplate } from "#collab/docs/plan.ts";
import type { App } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";

export interface PlanText {
  /** Journal sequence the text was read at. */
  readonly head: number;
  readonly blocks: readonly BodyBlock[];
  readonly text: string;
  /** Against the template the text was asked with. */
  readonly completeness: Completeness;
}

/** What plans need of shared text; the collaboration engine is the real one. All writes are durable when they resolve. */
export interface TextPort {
  /** Writes the first update of a document that has none yet; resolves to its sequence. */
  seed(documentId: string, author: string, update: Uint8Array): Promise<number>;
  /**
   * Reads a clone in a worker, never a live document. The answer is shared: do not change it.
   * @throws DomainError tooManyRequests while too many readings wait
   */
  read(documentId: string, template?: PlanTemplate): Promise<PlanText>;
  /** The text as a version keeps it: equal text, equal string. @throws DomainError tooManyRequests as read */
  freeze(documentId: string): Promise<{ head: number; canonical: string }>;
  /** Turns the text into `target` by a forward edit that open editors follow; resolves to its sequence. */
  restore(documentId: string, author: string, target: readonly BodyBlock[]): Promise<number>;
}

/** @throws DomainError storageUnavailable while the collaboration engine is not up */
export function textsOf(ctx: Pick<App, "texts">): TextPort {
  if (!ctx.texts) throw new DomainError("storageUnavailable");
  return ctx.texts;
}
