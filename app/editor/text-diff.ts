/** Where two texts differ. Offsets are UTF-16 units; `from..to` in the old text became `newFrom..newTo` in the new one. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

function isHigh(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xd800 && code < 0xdc00;
}

function isLow(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code < 0xe000;
}

/** Shrinks an edit to what really differs, never through the middle of a surrogate pair (Yjs would replace both halves). */
function trim(before: string, after: string, edit: Edit): Edit {
  let { from, to, newFrom, newTo } = edit;
  while (from < to && newFrom < newTo && before[from] === after[newFrom]) {
    from++;
    newFrom++;
  }
  while (to > from && newTo > newFrom && before[to - 1] === after[newTo - 1]) {
    to--;
    newTo--;
  }
  if (from > 0 && newFrom > 0 && isHigh(before, from - 1) && (isLow(before, from) || isLow(after, newFrom))) {
    from--;
    newFrom--;
  }
  if (isHigh(before, to - 1) && isLow(before, to) && isLow(after, newTo)) {
    to++;
    newTo++;
  } else if (isHigh(after, newTo - 1) && isLow(after, newTo) && isLow(before, to)) {
    to++;
    newTo++;
  }
  return { from, to, newFrom, newTo };
}

/** True when everything outside the hinted ranges is the same, so that the hints say exactly what happened. */
function explains(before: string, after: string, hints: readonly Edit[]): boolean {
  let old = 0;
  let fresh = 0;
  for (const hint of hints) {
    if (hint.from < old || hint.newFrom < fresh || hint.to < hint.from || hint.newTo < hint.newFrom) return false;
    if (before.slice(old, hint.from) !== after.slice(fresh, hint.newFrom)) return false;
    old = hint.to;
    fresh = hint.newTo;
  }
  return before.slice(old) === after.slice(fresh);
}

/**
 * The edits that turn `before` into `after`, left to right. Text alone cannot say which of two equal characters is new
 * (「成果」 typed before 「成」); the hints can: they come from editor steps or from a Yjs delta.
 */
export function diffText(before: string, after: string, hints: readonly Edit[] = []): Edit[] {
  if (before === after && hints.every((hint) => hint.to - hint.from === hint.newTo - hint.newFrom)) return [];
  const trusted = hints.length > 0 && explains(before, after, hints);
  const edits = trusted ? hints : [{ from: 0, to: before.length, newFrom: 0, newTo: after.length }];
  return edits.map((edit) => trim(before, after, edit)).filter((edit) => edit.to > edit.from || edit.newTo > edit.newFrom);
}

/** Pairs of items with equal keys that keep their order in both lists: the longest such set. */
export function alignByKey(before: readonly string[], after: readonly string[]): Map<number, number> {
  const where = new Map<string, number>();
  before.forEach((key, index) => {
    where.set(key, index);
  });
  // Longest increasing run of old positions, by patience: tails[k] ends the best run of length k + 1.
  const tails: number[] = [];
  const previous = new Map<number, number>();
  const oldOf = after.map((key) => where.get(key) ?? -1);
  oldOf.forEach((old, index) => {
    if (old < 0) return;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const tail = tails[middle];
      if (tail !== undefined && (oldOf[tail] ?? -1) < old) low = middle + 1;
      else high = middle;
    }
    const before_ = tails[low - 1];
    if (before_ !== undefined) previous.set(index, before_);
    tails[low] = index;
  });
  const pairs = new Map<number, number>();
  for (let index = tails.at(-1); index !== undefined; index = previous.get(index)) pairs.set(index, oldOf[index] ?? -1);
  return pairs;
}
