/** How text is cut for the index and for a query: both sides use these, or nothing is found. Pure. */

/** Full-width and half-width, upper and lower case are alike. */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

export interface Run {
  /** Folded. */
  readonly text: string;
  readonly isHan: boolean;
}

/** Chinese characters stand together; letters and digits of any other script make words; everything else separates. */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const HAN = /^\p{Script=Han}/u;

export function splitRuns(folded: string): Run[] {
  return Array.from(folded.matchAll(RUNS), ([text]) => ({ text, isHan: HAN.test(text) }));
}

/** The text without width, case, spaces and punctuation: equal for titles that people call equal. */
export function keyOf(text: string): string {
  return splitRuns(foldText(text))
    .map((run) => run.text)
    .join("");
}

/** Pairs of neighbours; a single character stands for itself. */
export function bigramsOf(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index] ?? ""}${character}`);
}

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** Words of a run of Chinese characters as ICU knows them. */
export function wordsOf(run: string): string[] {
  return Array.from(segmenter.segment(run), ({ segment }) => segment);
}

/** From here on a long text keeps each pair once: phrases are then found by their pairs, not by their order (see the indexer's budget). */
const PHRASES_UP_TO = 40_000;

export interface Cut {
  /** Pairs in order, words of other scripts, then each single character once. */
  readonly grams: string;
  /** Each word once. */
  readonly words: string;
}

/** Collects a text piece by piece; a piece ends where a run ends. */
export class Cutter {
  readonly #grams: string[] = [];
  readonly #kept = new Set<string>();
  readonly #singles = new Set<string>();
  readonly #words = new Set<string>();

  add(piece: string): void {
    for (const run of splitRuns(foldText(piece))) {
      if (!run.isHan) {
        this.#push(run.text);
        this.#words.add(run.text);
        continue;
      }
      for (const gram of bigramsOf(run.text)) this.#push(gram);
      for (const character of run.text) this.#singles.add(character);
      for (const word of wordsOf(run.text)) this.#words.add(word);
    }
  }

  finish(): Cut {
    return { grams: [...this.#grams, ...this.#singles].join(" "), words: [...this.#words].join(" ") };
  }

  #push(gram: string): void {
    if (this.#grams.length >= PHRASES_UP_TO && this.#kept.has(gram)) return;
    this.#kept.add(gram);
    this.#grams.push(gram);
  }
}

export function cutText(text: string): Cut {
  const cutter = new Cutter();
  cutter.add(text);
  return cutter.finish();
}

/** Pieces of at most about `size` characters that end at a line or, in a long line, at a mark or a space; a cut run loses one pair at most. */
export function* piecesOf(text: string, size: number): Generator<string> {
  let from = 0;
  while (from < text.length) {
    let to = Math.min(text.length, from + size);
    if (to < text.length) {
      const line = text.lastIndexOf("\n", to);
      const mark = Math.max(text.lastIndexOf("。", to), text.lastIndexOf(" ", to), text.lastIndexOf("，", to));
      if (line > from) to = line;
      else if (mark > from) to = mark + 1;
    }
    yield text.slice(from, to);
    from = to;
  }
}
