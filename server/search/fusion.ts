/** Reciprocal rank fusion (Cormack and others, 2009) and what counts as like a query. Pure. */

/** Dampens the first ranks; the constant of the paper. */
const K = 60;

/** One order out of several: what stands high in more of them comes first. */
export function fuse<T>(lists: readonly (readonly T[])[], keyOf: (item: T) => number): T[] {
  const scores = new Map<number, { item: T; score: number }>();
  for (const list of lists) {
    for (const [rank, item] of list.entries()) {
      const entry = scores.get(keyOf(item));
      const score = (entry?.score ?? 0) + 1 / (K + rank + 1);
      scores.set(keyOf(item), { item, score });
    }
  }
  return [...scores.values()].sort((a, b) => b.score - a.score).map(({ item }) => item);
}

/** Share of the query's pairs a text must hold to be shown as like it. */
const ALIKE = 0.5;

export function isAlike(grams: readonly string[], folded: string): boolean {
  if (grams.length === 0) return false;
  return grams.filter((gram) => folded.includes(gram)).length / grams.length >= ALIKE;
}
