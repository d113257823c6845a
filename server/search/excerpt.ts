/** Pieces of a text with what was looked for marked: data for the page, never markup. Pure. */
import { foldText } from "./grams.ts";

export interface Part {
  readonly text: string;
  readonly hit: boolean;
}

/** Characters shown before and after the first hit. */
const BEFORE = 18;
const AFTER = 60;
/** A text is searched for its first hit up to here. */
const LOOK_AT = 300_000;

/** The whole text with every occurrence of a term marked. */
export function markTerms(text: string, terms: readonly string[]): Part[] {
  return cut(text, hitsIn(fold(text), terms));
}

/** A window around the first term, or where none stands as a whole around the first of its words; nothing where neither occurs. */
export function excerptOf(text: string, terms: readonly string[], words: readonly string[] = []): Part[] {
  const looked = text.slice(0, LOOK_AT);
  const at = firstHit(looked, terms) ?? firstHit(looked, words);
  if (at === null) return [];
  const from = Math.max(0, at - BEFORE);
  const to = Math.min(text.length, at + AFTER);
  const window = text.slice(from, to).replaceAll(/\s+/g, " ");
  const parts = cut(window, hitsIn(fold(window), [...terms, ...words]));
  return [...(from > 0 ? [{ text: "…", hit: false }] : []), ...parts, ...(to < text.length ? [{ text: "…", hit: false }] : [])];
}

interface Folded {
  readonly text: string;
  /** Position in the original of each unit of the folded text. */
  readonly origin: readonly number[];
}

/** Folding may lengthen a character (㎡, ㈠): positions are kept one by one. */
function fold(text: string): Folded {
  const origin: number[] = [];
  let folded = "";
  let at = 0;
  for (const character of text) {
    const piece = foldText(character);
    for (let i = 0; i < piece.length; i++) origin.push(at);
    folded += piece;
    at += character.length;
  }
  origin.push(at);
  return { text: folded, origin };
}

/** Fast where folding changes nothing of the lengths, which is nearly always. */
function firstHit(text: string, terms: readonly string[]): number | null {
  const folded = foldText(text);
  const earliest = (within: string) => terms.map((term) => within.indexOf(term)).filter((at) => at >= 0);
  const positions = earliest(folded);
  if (positions.length === 0) return null;
  const at = Math.min(...positions);
  if (folded.length === text.length) return at;
  return fold(text).origin[at] ?? null;
}

function hitsIn({ text, origin }: Folded, terms: readonly string[]): [number, number][] {
  const spans: [number, number][] = [];
  for (const term of terms) {
    if (term === "") continue;
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
      const [from, to] = [origin[at], origin[at + term.length]];
      if (from !== undefined && to !== undefined) spans.push([from, Math.max(to, from + 1)]);
    }
  }
  return spans.sort((a, b) => a[0] - b[0]);
}

function cut(text: string, spans: readonly [number, number][]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [from, to] of spans) {
    if (to <= at) continue;
    const start = Math.max(from, at);
    if (start > at) parts.push({ text: text.slice(at, start), hit: false });
    const last = parts.at(-1);
    // Words that stand side by side are one hit to the eye.
    if (last?.hit === true) parts[parts.length - 1] = { text: last.text + text.slice(start, to), hit: true };
    else parts.push({ text: text.slice(start, to), hit: true });
    at = to;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false });
  return parts;
}
