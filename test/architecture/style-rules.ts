import { argumentsOf, calleeText, calls, type Rule } from "./code-rules.ts";
import { breach, findNodes, isNode, lineOf, type Node, type SourceFile, textOf, visit } from "./source.ts";

const DEFAULT_EXPORT = /^(app\/routes(\/|\.ts$)|app\/root\.tsx$|app\/entry\.[a-z]+\.tsx$|test\/vitest\.config\.ts$)/;

/** Rule 11: a name is imported from where it is made. */
export const noReexports: Rule = (file) =>
  findNodes(file, "ExportAllDeclaration", "ExportNamedDeclaration")
    .filter((node) => node.type === "ExportAllDeclaration" || isNode(node["source"]))
    .map((node) => breach(file, node, "re-export"));

/** Rule 11: only routes and configurations have a default export; their tools demand it. */
export const noDefaultExports: Rule = (file) =>
  DEFAULT_EXPORT.test(file.path) ? [] : findNodes(file, "ExportDefaultDeclaration").map((node) => breach(file, node, "default export"));

/** Rule 11: no any and no "!". */
export const noTypeEscapes: Rule = (file) =>
  findNodes(file, "TSAnyKeyword", "TSNonNullExpression").map((node) =>
    breach(file, node, node.type === "TSAnyKeyword" ? "any" : `${textOf(file, node)} asserts`),
  );

/** Rule 11: a type assertion says why it holds, in a comment at its line or above its statement. Tests fail where theirs do not. */
export const noUnexplainedAssertions: Rule = (file) => {
  if (file.path.startsWith("test/")) return [];
  const lines = file.text.split("\n");
  const found: string[] = [];
  visit(file.program, (node, ancestors) => {
    if (node.type !== "TSAsExpression" || explainsItself(file, node)) return;
    const starts = [node, ...ancestors.filter((one) => EXPLAINABLE.test(one.type)).slice(-3)].map((one) => lineOf(file, one));
    const explained = starts.some((line) => hasComment(lines[line - 1]) || hasComment(lines[line - 2]));
    if (!explained) found.push(breach(file, node, `unexplained ${textOf(file, node).slice(-60)}`));
  });
  return found;
};

/** `as const`, a widening to unknown or strings, and a brand, which says by its name what it asserts and has no value of its own. */
function explainsItself(file: SourceFile, node: Node): boolean {
  const type = isNode(node["typeAnnotation"]) ? textOf(file, node["typeAnnotation"]) : "";
  return /^(const|unknown|readonly (unknown|string)\[\]|[A-Z]\w*(Id|Hash)( \| null)?)$/.test(type);
}

const EXPLAINABLE = /(Statement|Declaration|Property|PropertyDefinition|MethodDefinition)$/;

function hasComment(line: string | undefined): boolean {
  return line !== undefined && /(\/\/|\/\*|^\s*\*|\*\/)/.test(line);
}

/** Rule 12: an error is not swallowed: an empty catch says why that is right, and one that logs does something besides. */
export const noSwallowedErrors: Rule = (file) =>
  findNodes(file, "CatchClause").flatMap((node) => {
    const body = node["body"];
    const statements = isNode(body) && Array.isArray(body["body"]) ? body["body"].filter(isNode) : [];
    const commented = isNode(body) && /\/[/*]/.test(textOf(file, body));
    if (commented) return [];
    if (statements.length === 0) return [breach(file, node, "empty catch without a reason")];
    return statements.every((one) => /^(await )?(console|log|logger|[\w.]+\.log)\.\w+\(/.test(textOf(file, one)))
      ? [breach(file, node, "an error is logged and forgotten")]
      : [];
  });

/** Rule 12: a missing secret stops the start; it has no default. */
export const noFallbackSecrets: Rule = (file) =>
  file.path.startsWith("test/")
    ? []
    : findNodes(file, "LogicalExpression")
        .filter((node) => /(secret|passw|token|api_?key)/i.test(isNode(node["left"]) ? textOf(file, node["left"]) : ""))
        .filter((node) => isNode(node["right"]) && typeof node["right"]["value"] === "string" && node["right"]["value"] !== "")
        .map((node) => breach(file, node, `fallback secret ${textOf(file, node)}`));

/** Scripts and threads: files whose work is to run when loaded. */
const ENTRIES =
  /^(server\/main\.ts|server\/core\/production\.ts|server\/bin\/|app\/entry\.client\.tsx|test\/|.*[-/](worker|opener|folder|writer|thread|projector)\.ts$)/;

/** Rule 12: importing a module does nothing. */
export const noWorkAtImport: Rule = (file) => {
  if (ENTRIES.test(file.path)) return [];
  const statements = Array.isArray(file.program["body"]) ? file.program["body"].filter(isNode) : [];
  return statements
    .filter((node) => node.type === "ExpressionStatement" && !isDirective(node))
    .map((node) => breach(file, node, `work at import: ${textOf(file, node).slice(0, 60)}`));
};

function isDirective(node: Node): boolean {
  return typeof node["directive"] === "string";
}

/** Rule 13: a test waits for a condition, never for time to pass. */
export const noSleepsInTests: Rule = (file) => {
  if (!/^test\/(unit|property|integration|fault|e2e)\//.test(file.path)) return [];
  const slept = calls(file).filter((call) => SLEEP.test(calleeText(file, call)) && isWaiting(file, call));
  const imported = file.imports.filter((one) => /^(node:)?timers\/promises$/.test(one.specifier));
  return [
    ...slept.map((call) => breach(file, call, `waits by ${calleeText(file, call)}`)),
    ...imported.map((one) => `${file.path} -> ${one.specifier}`),
  ];
};

const SLEEP = /(^|\.)(sleep|delay|waitForTimeout)$|^setTimeout$/;

/** setTimeout(resolve, ms) is a sleep; one that rejects or cancels is a limit. */
function isWaiting(file: SourceFile, call: Node): boolean {
  if (calleeText(file, call) !== "setTimeout") return true;
  const [what] = argumentsOf(call);
  return what !== undefined && /^(resolve|done|r|res|ok)$/.test(textOf(file, what));
}

/** Rule 13: no module mocks. */
export const noModuleMocks: Rule = (file) =>
  calls(file)
    .filter((call) => /^vi\.(mock|doMock|hoisted)$/.test(calleeText(file, call)))
    .map((call) => breach(file, call, "module mock"));
