import { pinyin, polyphonic } from "pinyin-pro";
import { foldText, splitRuns } from "./grams.ts";

/** Titles are known by their beginnings: what stands behind is found by its characters. */
const MAX_UNITS = 40;
const MAX_INITIALS = 12;
const MAX_SPELLING = 24;
/** Readings of one character that are tried, and of a whole title. */
const READINGS = 3;
const MAX_VARIANTS = 24;
/** Words people leave out when they type the letters of a place or a school: 陇南市教育局 is lnjy to them. */
const LEFT_OUT = /[省市县区州盟旗乡镇第]/u;

const SPELLING = /^[a-z]+$/;

/** A character with its readings, the likeliest first, or a word of another script with itself. */
interface Unit {
  readonly character: string;
  readonly readings: readonly string[];
  readonly isHan: boolean;
}

export interface Pinyin {
  /** First letters in the likeliest reading: lnsjyj. */
  readonly initials: string;
  /**
   * What letters can find: from every character on, the first letters and the full spelling, in the common readings, with and without the
   * words people leave out; and "0" with the very first letter, for a query of one letter.
   */
  readonly tokens: string;
}

export function pinyinOf(title: string): Pinyin {
  const units = unitsOf(title).slice(0, MAX_UNITS);
  const tokens = new Set<string>();
  for (const variant of variantsOf(units)) addTokens(variant, tokens);
  const short = units.filter(({ isHan, character }) => !isHan || !LEFT_OUT.test(character));
  if (short.length > 0 && short.length < units.length) addTokens(firstReadings(short), tokens);
  return { initials: initialsOf(firstReadings(units)).join(""), tokens: [...tokens].join(" ") };
}

/** The token that a query of one letter asks for. */
export function firstLetterToken(letter: string): string {
  return `0${letter}`;
}

interface Spelt {
  readonly spelling: string;
  readonly isHan: boolean;
}

function unitsOf(title: string): Unit[] {
  return splitRuns(foldText(title)).flatMap(({ text, isHan }, index): Unit[] => {
    if (!isHan) return [{ character: text, readings: [text], isHan }];
    const characters = Array.from(text);
    const options = { toneType: "none", type: "array", v: true } as const;
    const inContext = pinyin(text, options);
    const asName = index === 0 ? pinyin(text, { ...options, mode: "surname" }) : inContext;
    const all = polyphonic(text, options);
    // The library counts some rare characters as two: then each is asked for itself.
    const fits = inContext.length === characters.length && all.length === characters.length && asName.length === characters.length;
    return characters.map((character, at) => {
      const [context, name, others] = fits ? [inContext[at], asName[at], all[at]] : [pinyin(character, options)[0], undefined, undefined];
      const readings = [context, name, ...(others ?? [])].flatMap((reading) =>
        reading !== undefined && SPELLING.test(reading) ? [reading] : [],
      );
      return { character, isHan, readings: [...new Set(readings)].slice(0, READINGS) };
    });
  });
}

function firstReadings(units: readonly Unit[]): Spelt[] {
  return units.flatMap(({ readings, isHan }) => (readings[0] === undefined ? [] : [{ spelling: readings[0], isHan }]));
}

/** The likeliest reading, then each of the others: all combinations of a name, one change at a time in a long title. */
function variantsOf(units: readonly Unit[]): Spelt[][] {
  const first = firstReadings(units);
  const count = units.reduce((product, { readings }) => product * Math.max(1, readings.length), 1);
  if (count <= MAX_VARIANTS) {
    return units.reduce<Spelt[][]>(
      (variants, { readings, isHan }) =>
        readings.length === 0 ? variants : variants.flatMap((head) => readings.map((spelling) => [...head, { spelling, isHan }])),
      [[]],
    );
  }
  const spoken = units.filter(({ readings }) => readings.length > 0);
  const changed = spoken.flatMap(({ readings, isHan }, at) => readings.slice(1).map((spelling) => first.with(at, { spelling, isHan })));
  return [first, ...changed.slice(0, MAX_VARIANTS - 1)];
}

function initialsOf(units: readonly Spelt[]): string[] {
  return units.map(({ spelling, isHan }) => (isHan ? spelling.slice(0, 1) : spelling));
}

function addTokens(units: readonly Spelt[], tokens: Set<string>): void {
  const initials = initialsOf(units);
  const spellings = units.map(({ spelling }) => spelling);
  const first = initials[0];
  if (first !== undefined) tokens.add(firstLetterToken(first.slice(0, 1)));
  for (let from = 0; from < units.length; from++) {
    tokens.add(
      initials
        .slice(from, from + MAX_INITIALS)
        .join("")
        .slice(0, MAX_INITIALS),
    );
    tokens.add(
      spellings
        .slice(from, from + MAX_INITIALS)
        .join("")
        .slice(0, MAX_SPELLING),
    );
  }
}
