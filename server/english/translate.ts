/** The server words its messages in Chinese; a page in English shows them through this. */
import { accounts } from "./accounts.ts";
import { administration } from "./administration.ts";
import { core } from "./core.ts";
import { directory } from "./directory.ts";
import { imports } from "./imports.ts";
import { labels } from "./labels.ts";
import type { Messages } from "./messages.ts";
import { workspaces } from "./workspaces.ts";

export const CATALOGUES: readonly Messages[] = [core, accounts, directory, workspaces, administration, imports, labels];

interface Pattern {
  readonly shape: RegExp;
  /** What stands in each place, by its name. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly english: string;
}

const PLACE = /\{(\w+)(?::(\w+))?\}/;
const { whole, patterns } = readCatalogues();

/** The English of a message of the server; a message without one stays as it is. */
export function toEnglish(message: string): string {
  const known = whole.get(message);
  if (known !== undefined) return known;
  for (const { shape, kinds, english } of patterns) {
    const values = shape.exec(message)?.groups;
    if (values) return english.replace(/\{(\w+)\}/g, (place, name: string) => valueOf(values[name] ?? place, kinds.get(name)));
  }
  return message;
}

function valueOf(value: string, kind: string | undefined): string {
  if (kind === "list") return value.replaceAll("、", ", ");
  if (kind !== "text") return value;
  const one = toEnglish(value);
  return one === value ? value.split("、").map(toEnglish).join(", ") : one;
}

function readCatalogues() {
  const entries = CATALOGUES.flatMap((catalogue) => Object.entries(catalogue));
  const filled = entries.filter(([chinese]) => PLACE.test(chinese));
  // The more a message says by itself, the surer it is the one: "{a}已停用" must not take what a longer one describes.
  const surest = filled.sort(([one], [other]) => wordsOf(other) - wordsOf(one));
  return {
    whole: new Map(entries.filter(([chinese]) => !PLACE.test(chinese))),
    patterns: surest.map(([chinese, english]) => toPattern(chinese, english)),
  };
}

function wordsOf(chinese: string): number {
  return chinese.split(/\{[^}]*\}/).join("").length;
}

function toPattern(chinese: string, english: string): Pattern {
  const kinds = new Map<string, string>();
  // Of three pieces each: what stands before a place, its name, its kind.
  const pieces = chinese.split(PLACE);
  let shape = "";
  for (let at = 0; at < pieces.length; at += 3) {
    shape += escape(pieces[at] ?? "");
    const name = pieces[at + 1];
    if (name === undefined) continue;
    const kind = pieces[at + 2] ?? "name";
    kinds.set(name, kind);
    shape += `(?<${name}>${kind === "number" ? String.raw`\d+(?:\.\d+)?` : ".*?"})`;
  }
  return { shape: new RegExp(`^${shape}$`, "su"), kinds, english };
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
