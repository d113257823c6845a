type Version = readonly [major: number, minor: number, patch: number];

/**
 * Whether a Node version lies in the range of an `engines` field. Knows what such fields use: ||, >=, >, <, <=, ^, ~, x and bare
 * versions. @throws on anything else, so that nothing is passed unread
 */
export function includesNode(range: string, version: string): boolean {
  const wanted = parse(version);
  return range.split("||").some((part) =>
    part
      .trim()
      .replaceAll(/(>=|<=|>|<|\^|~)\s+/g, "$1")
      .split(/\s+/)
      .every((one) => matches(one, wanted)),
  );
}

function matches(comparator: string, version: Version): boolean {
  const match = /^(>=|<=|>|<|\^|~|)v?(\d+|[x*])(\.(\d+|[x*]))?(\.(\d+|[x*]))?$/.exec(comparator);
  if (match === null) throw new Error(`engines range not understood: ${comparator}`);
  const [, operator = "", major = "", , minor, , patch] = match;
  if (!isNumber(major)) return true;
  const floor: Version = [Number(major), isNumber(minor) ? Number(minor) : 0, isNumber(patch) ? Number(patch) : 0];
  const order = compare(version, floor);
  if (operator === ">=") return order >= 0;
  if (operator === ">") return order > 0;
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  const sameMinor = operator === "^" || minor === undefined || !isNumber(minor) || version[1] === floor[1];
  return order >= 0 && version[0] === floor[0] && sameMinor;
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text);
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function parse(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
}
