/** Puts values into the {{places}} of a string; {{count:row|rows}} is the word that goes with the figure: one, or any other number. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)(?::([^|}]*)\|([^}]*))?\}\}/g, (whole, name: string, one?: string, other?: string) =>
    one === undefined ? String(values[name] ?? whole) : String(Number(values[name]) === 1 ? one : other),
  );
}
