import { countMatches, findAnywhere, findByTitle, readBodies, type Found, type SearchScope } from "#db/search.ts";
import type { Context } from "#server/core/context.ts";
import { COUNT_MAX, SEARCH_GROUPS, type SearchGroupName } from "./contract.ts";
import { excerptOf, markTerms, type Part } from "./excerpt.ts";
import { alike, inTitle, inTitleOrText, parseQuery, wordByWord, type ParsedQuery } from "./expression.ts";
import { fuse, isAlike } from "./fusion.ts";
import { foldText, keyOf, wordsOf } from "./grams.ts";
import { describe, type Described } from "./hits.ts";
import { reachOf, type Reach } from "./scopes.ts";

export type SearchHit = Described & {
  readonly marked: readonly Part[];
  /** From the text; empty where only the title matched. */
  readonly excerpt: readonly Part[];
};

export interface SearchGroupView {
  readonly group: SearchGroupName;
  /** Hits the person may open, counted up to COUNT_MAX. */
  readonly count: number;
  readonly hits: readonly SearchHit[];
}

export interface SearchAnswer {
  readonly query: string;
  readonly groups: readonly SearchGroupView[];
  /** Where nothing was found: words of the query that would find something. */
  readonly hints: readonly string[];
}

export interface SearchOptions {
  readonly group?: SearchGroupName | undefined;
  /** Hits of each group at most. */
  readonly limit: number;
}

/** Too few exact hits: texts that are merely like the query are shown too. */
const FEW = 3;
const CANDIDATES = 30;

/**
 * Finds workspaces, documents, units and people by one or more characters, by words, or by the letters of their pinyin. What the person may
 * not open is neither ranked nor counted. @throws DomainError unauthenticated
 */
export async function searchAll(ctx: Context, text: string, { group, limit }: SearchOptions): Promise<SearchAnswer> {
  const reach = await reachOf(ctx);
  const query = parseQuery(text);
  if (query === null) return { query: text, groups: [], hints: [] };
  const groups: SearchGroupView[] = [];
  for (const name of group === undefined ? SEARCH_GROUPS : [group]) {
    const view = await searchGroup(ctx, reach, name, query, limit);
    if (view.hits.length > 0) groups.push(view);
  }
  return { query: text, groups, hints: groups.length === 0 ? await hintsFor(ctx, reach, query) : [] };
}

async function searchGroup(
  ctx: Context,
  reach: Reach,
  group: SearchGroupName,
  query: ParsedQuery,
  limit: number,
): Promise<SearchGroupView> {
  const scope = reach.scopes[group];
  const widest = inNamesOnly(scope, query) ? inTitle(query) : wordByWord(query);
  const found = await findGroup(ctx, scope, query, limit);
  const counted = found.length < limit ? found.length : Math.max(found.length, await countMatches(ctx.db, scope, widest, COUNT_MAX));
  const described = await describe(ctx, reach, group, found);
  const bodies = await readBodies(
    ctx.db,
    found.map(({ entry }) => entry),
  );
  const terms = query.terms.map((term) => term.text);
  const words = wordsIn(query);
  const hits = found.flatMap(({ entry, objectId }): SearchHit[] => {
    const one = described.get(objectId);
    if (one === undefined) return [];
    const marked = markTerms(one.title, [...terms, ...words]);
    return [{ ...one, marked, excerpt: excerptOf(bodies.get(entry) ?? "", terms, words) }];
  });
  // What vanished since it was indexed is not counted either.
  return { group, count: counted - (found.length - hits.length), hits };
}

/** Titles first, then texts, then words in any order; likenesses only where little was found. */
async function findGroup(ctx: Context, scope: SearchScope, query: ParsedQuery, limit: number): Promise<Found[]> {
  const found = new Map<number, Found>();
  const add = (rows: readonly Found[]) => {
    for (const row of rows) if (found.size < limit && !found.has(row.entry)) found.set(row.entry, row);
  };
  add(await findByTitle(ctx.db, scope, inTitle(query), query.key, limit));
  if (inNamesOnly(scope, query)) return [...found.values()];
  if (found.size < limit) add(await findAnywhere(ctx.db, scope, inTitleOrText(query), limit));
  if (found.size < limit) add(await findAnywhere(ctx.db, scope, wordByWord(query), limit));
  if (found.size < FEW) add(await findAlike(ctx, scope, query));
  return [...found.values()];
}

/** Pairs know words that no dictionary holds, words know what belongs together: the two orders are fused by rank. */
async function findAlike(ctx: Context, scope: SearchScope, query: ParsedQuery): Promise<Found[]> {
  const expressions = alike(query);
  if (expressions === null || scope.group === "person" || scope.group === "organisation") return [];
  const pairs = await findAnywhere(ctx.db, scope, expressions.pairs, CANDIDATES);
  const words = await findAnywhere(ctx.db, scope, expressions.words, CANDIDATES);
  const candidates = fuse([pairs, words], ({ entry }) => entry);
  const bodies = await readBodies(
    ctx.db,
    candidates.map(({ entry }) => entry),
  );
  return candidates.filter(({ entry, titleKey }) => isAlike(query.grams, `${titleKey} ${foldText(bodies.get(entry) ?? "")}`));
}

/** A single character stands in the unit of nearly everybody: of people it is looked for in names. */
function inNamesOnly(scope: SearchScope, { key }: ParsedQuery): boolean {
  return scope.group === "person" && Array.from(key).length === 1;
}

/** Words of terms that may stand nowhere as a whole. */
function wordsIn({ terms }: ParsedQuery): string[] {
  return terms.flatMap(({ text, isHan }) => (isHan ? wordsOf(text).filter((word) => Array.from(word).length > 1) : []));
}

async function hintsFor(ctx: Context, reach: Reach, query: ParsedQuery): Promise<string[]> {
  const words = new Set(
    query.terms.flatMap(({ text, isHan }) => (isHan ? wordsOf(text) : [text])).filter((word) => keyOf(word) !== query.key),
  );
  const hints: string[] = [];
  for (const word of words) {
    const single = Array.from(word).length > 1 ? parseQuery(word) : null;
    if (single === null) continue;
    for (const name of SEARCH_GROUPS) {
      if ((await countMatches(ctx.db, reach.scopes[name], inTitleOrText(single), 1)) === 0) continue;
      hints.push(word);
      break;
    }
  }
  return hints;
}
