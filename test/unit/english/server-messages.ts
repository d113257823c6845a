import { isNode, SOURCES, visit, type Node, type SourceFile } from "#test/architecture/source.ts";

/** Who reads these sees no page of ours: the terminal, scripts at the API, files, and the data themselves. */
const OUTSIDE = ["server/api/", "server/bin/", "server/demo/"];

/**
 * What holds Chinese that is no message: "none" has no message at all, "errors" only in what it throws; a list names the declarations
 * without one. Labels are worded by the catalogues of the pages, by their key.
 */
const NO_MESSAGES: Readonly<Record<string, "none" | "errors" | readonly string[]>> = {
  "server/config.ts": "none",
  "server/main.ts": "none",
  "server/accounts/contract.ts": "none",
  "server/accounts/device.ts": "none",
  "server/accounts/factors.ts": ["ISSUER"],
  "server/accounts/own-data.ts": "errors",
  "server/accounts/weak-passwords.ts": "none",
  "server/administration/contract.ts": "none",
  "server/audit/commands.ts": "errors",
  "server/audit/contract.ts": "none",
  "server/audit/record.ts": "none",
  "server/audit/rules.ts": "none",
  "server/core/log.ts": "none",
  "server/directory/contract.ts": "none",
  "server/http/demo.ts": "none",
  "server/http/first-day.ts": "none",
  "server/http/guard-mutations.ts": ["guardApiMutations"],
  "server/http/refusal-page.ts": "none",
  "server/http/secret-key.ts": "none",
  "server/http/serve.ts": "none",
  "server/imports/check-achievements.ts": "none",
  "server/imports/check-organisations.ts": "none",
  "server/imports/check-weak-regions.ts": "none",
  "server/imports/contract.ts": [
    "IMPORT_KIND_LABELS",
    "DESIGNATION_NAMES",
    "IMPORT_COLUMNS",
    "IGNORED_HEADINGS",
    "FAULTS",
    "NOTICES",
    "STATE_LABELS",
  ],
  "server/imports/export.ts": "errors",
  "server/imports/queries.ts": "errors",
  "server/imports/role-rules.ts": "none",
  "server/imports/xlsx-rows.ts": ["show"],
  "server/imports/xlsx-write.ts": "none",
  "server/jobs/contract.ts": "none",
  "server/notifications/contract.ts": "none",
  "server/permissions/contract.ts": "none",
  "server/plans/contract.ts": "none",
  "server/realtime/gateway.ts": ["TOO_MANY_JOINED"],
  "server/search/entries.ts": "none",
  "server/workspaces/contract.ts": "none",
};

/** Chinese in the middle of code with messages that is one itself in no case. */
const DATA = new Set(["人", "未命名", "是", "否"]);
const HAN = /[\u4e00-\u9fff]/;

/** A message as written, its inserted values as {}. */
export interface ServerMessage {
  readonly text: string;
  readonly path: string;
}

/** Every Chinese text in the server's code that a page may show. */
export function collectServerMessages(): ServerMessage[] {
  const files = SOURCES.filter(({ path }) => path.startsWith("server/") && !OUTSIDE.some((folder) => path.startsWith(folder)));
  return files.flatMap(messagesOf);
}

function messagesOf(file: SourceFile): ServerMessage[] {
  const rule = NO_MESSAGES[file.path];
  if (rule === "none") return [];
  const found: ServerMessage[] = [];
  visit(file.program, (node, ancestors) => {
    const text = messageText(node);
    if (text === null || !HAN.test(text) || DATA.has(text) || isKeyOrDescription(node, ancestors)) return;
    if (rule === "errors" && !ancestors.some(isErrorMade)) return;
    if (Array.isArray(rule) && ancestors.some((one) => rule.includes(nameOf(one)))) return;
    found.push({ text: withoutNames(text), path: file.path });
  });
  return found;
}

/** The same for {name} of a catalogue and {{name}} of a text that is filled later. */
export function withoutNames(text: string): string {
  return text.replaceAll(/\{\{?\w*(:\w+)?\}\}?/g, "{}");
}

function messageText(node: Node): string | null {
  if (node.type === "Literal") return typeof node["value"] === "string" ? node["value"] : null;
  if (node.type !== "TemplateLiteral" || !Array.isArray(node["quasis"])) return null;
  return node["quasis"].map(cookedOf).join("{}");
}

function cookedOf(quasi: unknown): string {
  const value = isNode(quasi) ? quasi["value"] : null;
  return typeof value === "object" && value !== null && "cooked" in value ? String(value.cooked) : "";
}

function isKeyOrDescription(node: Node, ancestors: readonly Node[]): boolean {
  if (ancestors.at(-1)?.["key"] === node) return true;
  return ancestors.some(({ type, callee }) => type === "CallExpression" && isNode(callee) && nameOf(callee["property"]) === "meta");
}

function isErrorMade({ type, callee }: Node): boolean {
  return type === "NewExpression" && ["DomainError", "Refused"].includes(nameOf(callee));
}

/** Name of an identifier, or of what a declaration declares. */
function nameOf(node: unknown): string {
  if (!isNode(node)) return "";
  const name = node["name"];
  return typeof name === "string" ? name : nameOf(node["id"]);
}
