/** Administrative codes of GB/T 2260: six digits, two for the province, two for the prefecture, two for the county. */

/** True where `code` is the region `outer` or lies in it. */
export function liesIn(code: string, outer: string): boolean {
  return code.startsWith(significant(outer));
}

/** Lowest and highest code in a region: what an index is asked with. */
export function codeRange(outer: string): { readonly from: string; readonly to: string } {
  const prefix = significant(outer);
  return { from: prefix.padEnd(6, "0"), to: prefix.padEnd(6, "9") };
}

/** Trailing zeros stand for the wider region. */
function significant(code: string): string {
  if (code.endsWith("0000")) return code.slice(0, 2);
  return code.endsWith("00") ? code.slice(0, 4) : code;
}
