import type { Import, SourceFile } from "./source.ts";

/** Left to right; a feature knows those with a smaller number. Equal numbers are siblings. */
const ORDER: Readonly<Record<string, number>> = {
  accounts: 0,
  directory: 1,
  workspaces: 2,
  matching: 3,
  plans: 3,
  meetings: 3,
  questions: 3,
  sessions: 3,
  packs: 3,
  guidance: 3,
  evidence: 4,
  evaluation: 5,
  publicity: 5,
  // Use cases of operation, above all others: they bring accounts, units and workspaces together.
  administration: 6,
  imports: 6,
};

/** What a feature shows to those on its right. */
const OPEN = /\/(queries|commands|contract)\.ts$/;
/** What the server layer shows to code that reaches the browser. */
const BROWSER_SAFE = /\/(contract|policy|types)\.ts$/;
/** Of app, what React Router cuts into a server half: loaders and actions, and the entry that renders. */
const SERVER_HALF = /^app\/(routes\/|root\.tsx$|routes\.ts$|entry\.server\.tsx$|.*\.server\.tsx?$)/;

/** Why an import may not be, or null. `file` and `target` have slashes and start at the project's root. */
export function judgeImport(file: Pick<SourceFile, "path">, one: Import): string | null {
  const layer = layerOf(file.path);
  if (layer === "test") return null;
  const to = one.target === null ? null : layerOf(one.target);
  if (to === "test") return "nothing knows the tests";
  return (JUDGES[layer] ?? allow)(file.path, one, to) ?? judgeFeatures(file.path, one);
}

type Judge = (path: string, one: Import, to: string | null) => string | null;

const allow: Judge = () => null;

const JUDGES: Readonly<Record<string, Judge>> = {
  db(_path, { specifier }, to) {
    if (to === "db" || specifier.startsWith("node:")) return null;
    return /^(kysely|better-sqlite3)(\/|$)/.test(specifier) ? null : "db knows only the query builder, its driver, built-ins and itself";
  },
  collab(_path, { specifier }, to) {
    if (to === "collab") return null;
    return /^(yjs|y-protocols|lib0)(\/|$)/.test(specifier) ? null : "collab knows only yjs, y-protocols, lib0 and itself";
  },
  server(path, { specifier, typeOnly }, to) {
    if (to === "app") return "the server knows no page";
    if (path.startsWith("server/bin/")) return null;
    const router = /^(react|react-dom|react-router|@react-router\/.*)(\/|$)/.test(specifier);
    // The keys of React Router's context must exist once for ssr.ts and the routes.
    const door = path === "server/http/ssr.ts" || path === "server/http/request-context.ts";
    if (router && !door && !typeOnly) return "only http/ssr.ts and http/request-context.ts know the router";
    return /^(kysely|better-sqlite3)(\/|$)/.test(specifier) ? "the query builder and the driver stay in db" : null;
  },
  app(path, { specifier, target, typeOnly }, to) {
    if (/^(kysely|better-sqlite3|express|ws|socket\.io)(\/|$)/.test(specifier)) return "pages go through queries and commands";
    if (typeOnly || SERVER_HALF.test(path) || target === null) return null;
    if (to === "db") return "of db the browser knows types only";
    if (to === "server" && !BROWSER_SAFE.test(target)) return "of the server the browser knows contract.ts, policy.ts and types only";
    return null;
  },
};

/** A feature imports only those to its left, and of those on the server only what they show. */
function judgeFeatures(path: string, { target }: Import): string | null {
  if (target === null) return null;
  const mine = featureOf(path);
  const theirs = featureOf(target);
  const mineAt = mine === null ? undefined : ORDER[mine];
  const theirsAt = theirs === null ? undefined : ORDER[theirs];
  if (mineAt === undefined || theirsAt === undefined || mine === theirs) return null;
  if (theirsAt === mineAt) return "siblings never import each other";
  if (theirsAt > mineAt) return `${mine} stands to the left of ${theirs}`;
  if (layerOf(target) === "server" && layerOf(path) === "server" && !OPEN.test(target)) {
    return "of another feature only queries, commands and contract";
  }
  return null;
}

function layerOf(path: string): string {
  return path.split("/")[0] ?? "";
}

/** "server/plans/rules.ts" -> "plans"; null where the file belongs to no feature. */
function featureOf(path: string): string | null {
  const [layer, feature, file] = path.split("/");
  return (layer === "server" || layer === "app") && file !== undefined && feature !== undefined ? feature : null;
}
