import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchBrowser, openContext } from "#test/support/browser.ts";
import { type Product, startProduct } from "#test/support/product.ts";
import type { Visitor } from "#test/support/visitor.ts";

export const PAIR = "陇南市·劳动教育";
export const ALLIANCE = "小学数学学科教研联盟";

interface Item {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
}

/** Items of a list of the JSON API. @throws when it is refused */
export async function readItems(visitor: Visitor, path: string, cookie: string): Promise<Item[]> {
  const response = await visitor.fetch(path, { cookie });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  // The API's own tests hold its shapes.
  return ((await response.json()) as { items: Item[] }).items;
}

/** The address of a page of a plan, found by workspace and part of the title. */
export async function findPlan(visitor: Visitor, cookie: string, workspace: string, title: string): Promise<Place> {
  const spaces = await readItems(visitor, "/api/v1/workspaces", cookie);
  const space = spaces.find((one) => one.title === workspace)?.id ?? "";
  const plan = (await readItems(visitor, `/api/v1/workspaces/${space}/documents`, cookie)).find((one) => one.title.includes(title));
  if (plan === undefined) throw new Error(`no plan “${title}” in ${workspace}`);
  return { space, id: plan.id, path: `/workspaces/${space}/plans/${plan.id}` };
}

export interface Place {
  readonly space: string;
  readonly id: string;
  readonly path: string;
}

/** Text of a plan as the server tells it to a script. */
export async function readText(visitor: Visitor, cookie: string, documentId: string): Promise<string> {
  const response = await visitor.fetch(`/api/v1/documents/${documentId}`, { cookie });
  if (!response.ok) throw new Error(`document answered ${response.status}`);
  // As above.
  return ((await response.json()) as { text: string }).text;
}

export interface Stage {
  readonly product: Product;
  readonly browser: Browser;
  /** One session a login for the whole file. */
  cookieOf(login: string): Promise<string>;
  /** A browser profile of a person, anonymous for null; closed after the test. */
  profile(login: string | null): Promise<BrowserContext>;
  /** A page of a profile of its own. */
  page(login: string | null): Promise<Page>;
}

/** One product and one browser for the tests of a file. */
export function useStage(): () => Stage {
  let stage: Stage | undefined;
  const open: BrowserContext[] = [];
  beforeAll(async () => {
    const product = await startProduct();
    const browser = await launchBrowser();
    const cookies = new Map<string, Promise<string>>();
    const cookieOf = (login: string): Promise<string> => {
      const cookie = cookies.get(login) ?? product.signIn(login);
      cookies.set(login, cookie);
      return cookie;
    };
    const profile = async (login: string | null): Promise<BrowserContext> => {
      const { origin } = product;
      const context = await openContext(browser, login === null ? { origin } : { origin, cookie: await cookieOf(login) });
      open.push(context);
      return context;
    };
    stage = { product, browser, cookieOf, profile, page: async (login) => (await profile(login)).newPage() };
  });
  afterEach(async () => {
    for (const context of open.splice(0)) await context.close();
  });
  afterAll(async () => {
    await stage?.browser.close();
    await stage?.product[Symbol.asyncDispose]();
  });
  return () => {
    if (stage === undefined) throw new Error("the stage is set up before the tests of a file");
    return stage;
  };
}
