/** What a shared text may hold: the allow-list the gatekeeper checks every struct against. */
import { BODY } from "../names.ts";
import { BLOCK_KINDS, isSafeLink, MARKS, MAX_COLSPAN, MAX_ROWSPAN, NODE } from "./blocks.ts";

/** What an item's parent is. `unknown` stands for a parent that was deleted and collected: nothing below it is ever shown. */
export const KIND = { unknown: 0, body: 1, block: 2, table: 3, row: 4, cell: 5, text: 6 } as const;
export type NodeKind = (typeof KIND)[keyof typeof KIND];

export const ROOT_NAME = BODY;

const ELEMENT_KINDS: ReadonlyMap<string, NodeKind> = new Map([
  [NODE.block, KIND.block],
  [NODE.table, KIND.table],
  [NODE.row, KIND.row],
  [NODE.cell, KIND.cell],
]);

/** Kind of a named element, null for a name the text does not know. */
export function elementKind(name: string): NodeKind | null {
  return ELEMENT_KINDS.get(name) ?? null;
}

const CHILDREN: Readonly<Record<NodeKind, readonly NodeKind[]>> = {
  [KIND.unknown]: [KIND.block, KIND.table, KIND.row, KIND.cell, KIND.text],
  [KIND.body]: [KIND.block, KIND.table],
  [KIND.block]: [KIND.text],
  [KIND.table]: [KIND.row],
  [KIND.row]: [KIND.cell],
  [KIND.cell]: [KIND.block],
  [KIND.text]: [],
};

export function isChildAllowed(parent: NodeKind, child: NodeKind): boolean {
  return CHILDREN[parent].includes(child);
}

type Check = (value: unknown) => boolean;

const text =
  (limit: number): Check =>
  (value) =>
    typeof value === "string" && value.length <= limit;
const number =
  (low: number, high: number): Check =>
  (value) => {
    const parsed = typeof value === "string" && /^\d{1,4}$/.test(value) ? Number(value) : value;
    return typeof parsed === "number" && Number.isInteger(parsed) && parsed >= low && parsed <= high;
  };
const flag: Check = (value) => typeof value === "boolean" || value === "true" || value === "false";
const blockKind: Check = (value) => (BLOCK_KINDS as readonly unknown[]).includes(value);

interface Attribute {
  readonly kind: NodeKind;
  readonly key: string;
  readonly check: Check;
}

/** The place in this list plus one is the attribute's code in the structure index: append, never reorder. */
const ATTRIBUTES: readonly Attribute[] = [
  { kind: KIND.block, key: "id", check: text(64) },
  { kind: KIND.block, key: "kind", check: blockKind },
  { kind: KIND.block, key: "level", check: number(0, 8) },
  { kind: KIND.block, key: "checked", check: flag },
  { kind: KIND.block, key: "slot", check: text(64) },
  { kind: KIND.block, key: "origin", check: text(256) },
  { kind: KIND.table, key: "id", check: text(64) },
  { kind: KIND.row, key: "id", check: text(64) },
  { kind: KIND.cell, key: "id", check: text(64) },
  { kind: KIND.cell, key: "header", check: flag },
  { kind: KIND.cell, key: "colspan", check: number(1, MAX_COLSPAN) },
  { kind: KIND.cell, key: "rowspan", check: number(1, MAX_ROWSPAN) },
  { kind: KIND.cell, key: "colwidth", check: text(64) },
];

/** Longest encoded attribute value worth decoding, bytes. */
export const MAX_ATTRIBUTE_BYTES = 1024;

/** Code of an attribute of a node kind, 0 where the node has no such attribute. */
export function attributeCode(kind: NodeKind, key: string): number {
  return ATTRIBUTES.findIndex((attribute) => attribute.key === key && (kind === KIND.unknown || attribute.kind === kind)) + 1;
}

/** A removed value may come as null or undefined. */
export function isAttributeValueAllowed(code: number, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return ATTRIBUTES[code - 1]?.check(value) ?? false;
}

const MAX_LINK = 2048;

export function isMarkAllowed(name: string, value: unknown): boolean {
  if (!(MARKS as readonly string[]).includes(name)) return false;
  if (value === null) return true;
  if (name === "link") return typeof value === "string" && value.length <= MAX_LINK && isSafeLink(value);
  return value === true;
}

/** Embeds are mentions: `{ mention: { personId, label } }` and nothing else. */
export function isEmbedAllowed(value: unknown): boolean {
  const mention = onlyKeys(value, ["mention"]) ? value["mention"] : null;
  if (!onlyKeys(mention, ["personId", "label"])) return false;
  const { personId, label } = mention;
  return typeof personId === "string" && personId.length <= 64 && typeof label === "string" && label.length <= 64;
}

function onlyKeys<Key extends string>(value: unknown, keys: readonly Key[]): value is Record<Key, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const own = Object.keys(value);
  return own.length === keys.length && keys.every((key) => own.includes(key));
}
