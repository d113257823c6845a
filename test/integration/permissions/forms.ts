import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "#test/support/root.ts";
import { addressOf, builtRoutes } from "#test/support/built-routes.ts";

/** What a page's action may be sent, read from the sources: a form nobody thought of here is sent as well. */
export interface PageForm {
  /** Values of the field that says what is to be done; at least the empty one. */
  readonly intents: readonly string[];
}

const INTENT = [/name="intent" value="(\w+)"/g, /intent:\s*"(\w+)"/g, /\bintent === "(\w+)"/g, /case "(\w+)":/g, /intent="(\w+)"/g];
const FIELD = [/\(form, "(\w+)"/g, /form\.get(?:All)?\("(\w+)"\)/g, /\bname="(\w+)"/g];

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

function sources(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.tsx?$/.test(name)).map((name) => `${folder}/${name}`);
}

function namesIn(text: string, patterns: readonly RegExp[]): string[] {
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []));
}

/** Every name of a field in any form of the product and every key of its input schemas. */
export function allFields(): string[] {
  const forms = sources("app").flatMap((path) => namesIn(read(path), FIELD));
  const inputs = sources("server")
    .filter((path) => path.endsWith("/input.ts"))
    .flatMap((path) => namesIn(read(path), [/^\s+(\w+): (?:z\.|\w+\()/gm]));
  return [...new Set([...forms, ...inputs])].filter((name) => name !== "intent").sort();
}

/** Forms of every page that has an action, by the address of the page. */
export async function pageForms(): Promise<Map<string, PageForm>> {
  const routes = await builtRoutes();
  const forms = new Map<string, PageForm>();
  for (const route of routes.values()) {
    if (route.module.action === undefined) continue;
    const file = [`app/${route.id}.tsx`, `app/${route.id}.ts`].find((path) => sources("app").includes(path));
    const text = file === undefined ? "" : read(file);
    const features = [...new Set([...text.matchAll(/"#app\/([\w-]+)\//g)].flatMap((match) => match[1] ?? []))];
    const around = features.filter((one) => !["ui", "shell", "i18n"].includes(one)).flatMap((one) => sources(`app/${one}`));
    const intents = namesIn([text, ...around.map(read)].join("\n"), INTENT);
    const address = addressOf(routes, route) || "/";
    forms.set(address, { intents: [...new Set(["", ...(forms.get(address)?.intents ?? []), ...intents])] });
  }
  return forms;
}
