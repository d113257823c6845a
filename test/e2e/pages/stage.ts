import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser, openPage, type PageOptions } from "#test/support/browser.ts";
import { startProduct, type Product } from "#test/support/product.ts";

export interface Stage {
  readonly product: Product;
  readonly browser: Browser;
  /** A page of a browser profile of its own; signed in through the API where a login is given. */
  open(login: string | null, options?: Partial<PageOptions>): Promise<Page>;
  /** The pair workspace of the demo province and its regional plan. */
  readonly pair: { readonly id: string; readonly plan: string };
}

/** One product and one browser for the tests of a file. */
export function useStage(): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    const product = await startProduct();
    const browser = await launchBrowser();
    const cookies = new Map<string, string>();
    const signIn = async (login: string) => {
      const cookie = cookies.get(login) ?? (await product.signIn(login));
      cookies.set(login, cookie);
      return cookie;
    };
    const cookie = await signIn("regionOfficer");
    const id = (await readItems(product, "/api/v1/workspaces", cookie)).find(({ kind }) => kind === "pair")?.id ?? "";
    const documents = await readItems(product, `/api/v1/workspaces/${id}/documents`, cookie);
    const plan = documents.find(({ kind }) => kind === "regionalPlan")?.id ?? "";
    stage = {
      product,
      browser,
      pair: { id, plan },
      open: async (login, options = {}) =>
        openPage(browser, { origin: product.origin, ...(login === null ? {} : { cookie: await signIn(login) }), ...options }),
    };
  });
  afterAll(async () => {
    await stage?.browser.close();
    await stage?.product[Symbol.asyncDispose]();
  });
  return () => {
    if (!stage) throw new Error("the stage is set up before the tests of a file");
    return stage;
  };
}

interface Item {
  readonly id: string;
  readonly kind: string;
}

/** Items of a list of the JSON API. */
export async function readItems(product: Product, path: string, cookie: string): Promise<Item[]> {
  const response = await product.fetch(path, { cookie });
  // The API's own tests hold its shapes.
  return ((await response.json()) as { items: Item[] }).items;
}

/** Opens a page and waits until its scripts have taken over: a click before that reaches nobody. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__reactFiber")));
}
