import { format } from "node:util";

interface Expectation {
  pattern: RegExp;
  seen: string[];
}

let expectations: Expectation[] = [];
let unexpected: string[] = [];

/** Makes console.error and console.warn of this worker count against the running test. Call once, from the setup file. */
export function startWatchingConsole(): void {
  for (const level of ["error", "warn"] as const) {
    const original = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      if (!noteOutput(`console.${level}`, format(...values))) original(...values);
    };
  }
}

/** Counts an error that something outside this process printed, such as a page. Returns whether the running test had declared it. */
export function noteOutput(source: string, text: string): boolean {
  const expected = expectations.find((one) => one.pattern.test(text));
  if (expected === undefined) unexpected.push(`${source}: ${text}`);
  else expected.seen.push(text);
  return expected !== undefined;
}

/** Declares that the running test may print errors or warnings that match; `seen` holds them, for an assertion. Ends with the test. */
export function expectConsole(pattern: RegExp): { readonly seen: readonly string[] } {
  const expectation: Expectation = { pattern, seen: [] };
  expectations.push(expectation);
  return expectation;
}

/** Returns what was printed undeclared since the last call and forgets all declarations. */
export function collectUnexpected(): string[] {
  const found = unexpected;
  unexpected = [];
  expectations = [];
  return found;
}
