/** The numbering officials write: 一、 （一） 1. as part of the heading's text, （1） counted by the list. */
import type { Node } from "prosemirror-model";

export type NumberedKind = "heading2" | "heading3" | "heading4";

const DIGITS = "零一二三四五六七八九";

/** 1 to 99 as 一 to 九十九. */
export function toChinese(number: number): string {
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  return `${tens > 1 ? DIGITS[tens] : ""}${tens > 0 ? "十" : ""}${ones > 0 ? DIGITS[ones] : ""}`;
}

/** The number a Chinese numeral up to 九十九 stands for, 0 for anything else. */
export function fromChinese(numeral: string): number {
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(numeral);
  if (match === null || numeral === "") return 0;
  const [, first, ten, last] = match;
  if (ten === undefined) return last === undefined && first !== undefined ? DIGITS.indexOf(first) : 0;
  return (first === undefined ? 1 : DIGITS.indexOf(first)) * 10 + (last === undefined ? 0 : DIGITS.indexOf(last));
}

const PATTERN: Record<NumberedKind, RegExp> = {
  heading2: /^([一二三四五六七八九十]{1,3})、/,
  heading3: /^[（(]([一二三四五六七八九十]{1,3})[）)]/,
  heading4: /^(\d{1,2})[.．](?!\d)/,
};

export function isNumbered(kind: unknown): kind is NumberedKind {
  return kind === "heading2" || kind === "heading3" || kind === "heading4";
}

/** Text of a heading's number. */
export function markerOf(kind: NumberedKind, number: number): string {
  if (kind === "heading2") return `${toChinese(number)}、`;
  return kind === "heading3" ? `（${toChinese(number)}）` : `${number}.`;
}

/** The number a text begins with as a heading of that kind: its value and how many characters it takes. */
export function readMarker(kind: NumberedKind, text: string): { number: number; length: number } | null {
  const match = PATTERN[kind].exec(text);
  if (match === null) return null;
  const numeral = match[1] ?? "";
  const number = kind === "heading4" ? Number(numeral) : fromChinese(numeral);
  return number === 0 ? null : { number, length: match[0].length };
}

/** Any number at the start of a text, whatever its kind. */
export function anyMarkerLength(text: string): number {
  for (const kind of ["heading2", "heading3", "heading4"] as const) {
    const found = readMarker(kind, text);
    if (found !== null) return found.length;
  }
  return 0;
}

/** The number a heading of that kind gets at child `index`: one more than the last one under the same higher heading. */
export function nextNumber(doc: Node, index: number, kind: NumberedKind): number {
  const rank = Number(kind.slice(-1));
  for (let i = index - 1; i >= 0; i--) {
    const node = doc.child(i);
    const its: unknown = node.attrs.kind;
    if (its === kind) {
      const found = readMarker(kind, node.textContent);
      if (found !== null) return found.number + 1;
    }
    const other = typeof its === "string" && its.startsWith("heading") ? Number(its.slice(-1)) : Number.POSITIVE_INFINITY;
    if (other < rank) return 1;
  }
  return 1;
}
