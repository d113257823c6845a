import type * as Y from "yjs";
import type { BodyBlock } from "./blocks.ts";

/** One entry of plan_templates.json. */
export interface PlanTemplate {
  readonly key: string;
  readonly zh: string;
  /** Level-one title and its level-two titles, numbering included. */
  readonly sections: readonly (readonly [string, readonly string[]])[];
}

export interface MissingSection {
  readonly slot: string;
  readonly title: string;
  readonly blockId?: string;
}
export interface Completeness {
  readonly total: number;
  readonly filled: number;
  readonly missing: readonly MissingSection[];
}

export type SeedPlan = (template: PlanTemplate, options: { title: string; nextId(): string }) => Uint8Array;
export type BuildBody = (blocks: readonly BodyBlock[], clientId: number) => Uint8Array;
export type ReadBody = (doc: Y.Doc) => BodyBlock[];
export type BodyText = (blocks: readonly BodyBlock[]) => string;
export type CanonicalJson = (blocks: readonly BodyBlock[]) => string;
export type RestoreUpdate = (state: Uint8Array, target: readonly BodyBlock[], clientId: number) => Uint8Array;
export type PlanCompleteness = (blocks: readonly BodyBlock[], template?: PlanTemplate) => Completeness;
