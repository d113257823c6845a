import type { Block, BodyBlock, OpaqueBlock, TableBlock } from "#collab/docs/blocks.ts";

export interface ListItem {
  readonly block: Block;
  below: ListGroup | undefined;
}

export interface ListGroup {
  readonly type: "list";
  readonly id: string;
  readonly kind: "bullet" | "ordered" | "task";
  readonly level: number;
  readonly items: ListItem[];
}

export type Group = Block | TableBlock | OpaqueBlock | ListGroup;

/** Flat list blocks become nested lists: deeper ones go below the item before them. */
export function groupBlocks(blocks: readonly BodyBlock[]): Group[] {
  const groups: Group[] = [];
  let open: ListGroup[] = [];
  for (const block of blocks) {
    const kind = listKind(block);
    if (kind === null || block.type !== "block") {
      open = [];
      groups.push(block);
      continue;
    }
    open = open.filter(({ level }) => level <= block.level);
    let list = open.at(-1);
    if (!list || list.level < block.level || list.kind !== kind) {
      const sameLevel = list?.level === block.level;
      if (sameLevel) open = open.slice(0, -1);
      const parent = open.at(-1)?.items.at(-1);
      list = { type: "list", id: block.id, kind, level: block.level, items: [] };
      if (parent && !parent.below) parent.below = list;
      else groups.push(list);
      open = [...open, list];
    }
    list.items.push({ block, below: undefined });
  }
  return groups;
}

function listKind(block: BodyBlock): ListGroup["kind"] | null {
  if (block.type !== "block") return null;
  return block.kind === "bullet" || block.kind === "ordered" || block.kind === "task" ? block.kind : null;
}
