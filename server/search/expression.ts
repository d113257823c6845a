/** Queries as people type them, turned into FTS5 expressions. Only letters, digits and Chinese characters get in, each term in quotes. */
import { bigramsOf, foldText, keyOf, splitRuns, wordsOf, type Run } from "./grams.ts";
import { firstLetterToken } from "./pinyin.ts";

/** Characters of a query that count. */
export const QUERY_MAX = 64;
const TERMS_MAX = 8;

export interface ParsedQuery {
  readonly terms: readonly Run[];
  /** The query as titles are compared. */
  readonly key: string;
  /** Pairs of the Chinese part, each once. */
  readonly grams: readonly string[];
}

/** Null where nothing can be looked for: no letter, digit or character. */
export function parseQuery(text: string): ParsedQuery | null {
  const folded = Array.from(foldText(text.slice(0, QUERY_MAX * 4)))
    .slice(0, QUERY_MAX)
    .join("");
  const terms = splitRuns(folded).slice(0, TERMS_MAX);
  if (terms.length === 0) return null;
  const grams = new Set(terms.filter(({ isHan }) => isHan).flatMap(({ text: run }) => bigramsOf(run)));
  return { terms, key: keyOf(folded), grams: [...grams] };
}

/** All terms in the title; letters also as pinyin. */
export function inTitle({ terms }: ParsedQuery): string {
  return all(terms.map((term) => (term.isHan ? `title_grams : ${phrase(term.text)}` : letters(term.text, "title_grams"))));
}

/** All terms in title or text. */
export function inTitleOrText({ terms }: ParsedQuery): string {
  return all(
    terms.map((term) => (term.isHan ? `{title_grams body_grams} : ${phrase(term.text)}` : letters(term.text, "title_grams body_grams"))),
  );
}

/** The same with long terms taken apart into their words, in any order: 武都实验小学 finds 武都区第一实验小学. */
export function wordByWord({ terms }: ParsedQuery): string {
  return all(
    terms.flatMap((term) =>
      term.isHan
        ? wordsOf(term.text).map((word) => `{title_grams body_grams} : ${phrase(word)}`)
        : [letters(term.text, "title_grams body_grams")],
    ),
  );
}

/** Any pair, and any word: two lists of like texts to be fused. Null for a query too short to be like anything. */
export function alike({ terms, grams }: ParsedQuery): { pairs: string; words: string } | null {
  if (grams.length < 2) return null;
  const words = new Set(terms.flatMap(({ text, isHan }) => (isHan ? wordsOf(text).filter((word) => Array.from(word).length > 1) : [text])));
  const pairs = grams.map(quote).join(" OR ");
  return {
    pairs: `{title_grams body_grams} : (${pairs})`,
    words: `{title_words body_words} : (${words.size === 0 ? pairs : [...words].map(quote).join(" OR ")})`,
  };
}

function all(parts: readonly string[]): string {
  return parts.map((part) => `(${part})`).join(" AND ");
}

function phrase(run: string): string {
  return quote(bigramsOf(run).join(" "));
}

function letters(text: string, columns: string): string {
  if (/^[a-z]$/.test(text)) return `initials : ${quote(firstLetterToken(text))} OR {${columns}} : ${quote(text)}`;
  const prefix = `${quote(text)} *`;
  return /^[a-z0-9]+$/.test(text) ? `{${columns} initials} : ${prefix}` : `{${columns}} : ${prefix}`;
}

/** Terms hold nothing but letters, digits and characters; a quote is doubled all the same. */
function quote(term: string): string {
  return `"${term.replaceAll('"', '""')}"`;
}
