import type { Block, BlockKind, BodyBlock, OpaqueBlock, TableBlock } from "#collab/docs/blocks.ts";

export interface ListGroup {
  readonly type: "list";
  readonly id: string;
  readonly items: Block[];
}

const LIST_KINDS: ReadonlySet<BlockKind> = new Set<BlockKind>(["bullet", "ordered", "task"]);

/** Neighbouring list blocks as one list: the text is flat, a reader is told where a list begins and ends. */
export function groupLists(blocks: readonly BodyBlock[]): (Block | TableBlock | OpaqueBlock | ListGroup)[] {
  const groups: (Block | TableBlock | OpaqueBlock | ListGroup)[] = [];
  for (const block of blocks) {
    if (block.type !== "block" || !LIST_KINDS.has(block.kind)) {
      groups.push(block);
      continue;
    }
    const last = groups.at(-1);
    if (last?.type === "list") last.items.push(block);
    else groups.push({ type: "list", id: block.id, items: [block] });
  }
  return groups;
}
