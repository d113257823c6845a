import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseAst } from "rolldown/parseAst";
import { ROOT } from "#test/support/root.ts";

/** A syntax node; only what the rules look at is named. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** Path inside the project, or null for packages and built-ins. */
  readonly target: string | null;
  /** True when it disappears before the program runs. */
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** With slashes, from the project's root. */
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  readonly imports: readonly Import[];
}

const IMPORTING = new Set(["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression", "TSImportType"]);
const FOLDERS = ["app", "server", "db", "collab", "test"];

/** Every TypeScript file of the project, parsed. */
export const SOURCES: readonly SourceFile[] = listSources().map(loadSource);

/** The files below a folder. */
export function under(...folders: readonly string[]): SourceFile[] {
  return SOURCES.filter((file) => folders.some((folder) => file.path.startsWith(`${folder}/`)));
}

/** Every file of some folders, whatever it is, with slashes from the project's root. */
export function listFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

/** Parses a text as a file of the project; for tests of the rules themselves. */
export function parseSource(path: string, text: string): SourceFile {
  const program = asNode(parseAst(text, { lang: path.endsWith("x") ? "tsx" : "ts" }));
  return { path, text, program, imports: findImports(path, program) };
}

function listSources(): string[] {
  return FOLDERS.flatMap(listFiles).filter((path) => /\.tsx?$/.test(path));
}

function loadSource(path: string): SourceFile {
  return parseSource(path, readFileSync(join(ROOT, path), "utf8"));
}

/** The syntax tree as the rules read it. */
function asNode(value: unknown): Node {
  if (!isNode(value)) throw new Error("not a syntax node");
  return value;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Visits a node and all below it, parents first, with the chain of ancestors (nearest last). */
export function visit(node: Node, see: (node: Node, ancestors: readonly Node[]) => void, ancestors: readonly Node[] = []): void {
  see(node, ancestors);
  const chain = [...ancestors, node];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, see, chain);
  }
}

/** Nodes of some types in a file. */
export function findNodes(file: SourceFile, ...types: readonly string[]): Node[] {
  const found: Node[] = [];
  visit(file.program, (node) => {
    if (types.includes(node.type)) found.push(node);
  });
  return found;
}

export function lineOf(file: SourceFile, node: Node): number {
  return file.text.slice(0, node.start).split("\n").length;
}

/** Text of a node as written. */
export function textOf(file: SourceFile, node: Node): string {
  return file.text.slice(node.start, node.end);
}

/** "path:line -> what": how a breach is printed. */
export function breach(file: SourceFile, node: Node, what: string): string {
  return `${file.path}:${lineOf(file, node)} -> ${what}`;
}

function findImports(path: string, program: Node): Import[] {
  const found: Import[] = [];
  visit(program, (node) => {
    if (!IMPORTING.has(node.type) || !isNode(node["source"])) return;
    const specifier = node["source"]["value"];
    if (typeof specifier === "string") found.push({ specifier, target: resolveImport(path, specifier), typeOnly: isTypeOnly(node) });
  });
  return found;
}

function isTypeOnly(node: Node): boolean {
  if (node.type === "TSImportType" || node["importKind"] === "type" || node["exportKind"] === "type") return true;
  const specifiers = Array.isArray(node["specifiers"]) ? node["specifiers"].filter(isNode) : [];
  return specifiers.length > 0 && specifiers.every((one) => one["importKind"] === "type");
}

function resolveImport(from: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  return null;
}
