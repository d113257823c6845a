import type { Language } from "./language.ts";

/** Fetches one language's texts: the other never reaches the browser. */
export async function loadCatalogue(language: Language): Promise<object> {
  return language === "en" ? (await import("./en.ts")).en : (await import("./zh.ts")).zh;
}
