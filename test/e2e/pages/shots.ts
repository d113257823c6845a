/**
 * Pictures of every page at three widths and in both themes, into test-results/shots: `node test/e2e/pages/shots.ts [name …]`; a name ending
 * in "-" stands for all that begin so: `as-` are the pages of every persona.
 */
import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, openPage } from "#test/support/browser.ts";
import { startProduct, type Product } from "#test/support/product.ts";

const FOLDER = new URL("../../../test-results/shots/", import.meta.url).pathname;
const WIDTHS = [1440, 1024, 360];
const THEMES = ["light", "dark"] as const;

interface Shot {
  readonly name: string;
  /** Null: nobody signed in. */
  readonly login: string | null;
  readonly path: string;
  readonly english?: true;
  /** Only what a window shows; else the whole page. */
  readonly windowOnly?: true;
  readonly before?: (page: Page) => Promise<void>;
}

async function listShots(product: Product): Promise<Shot[]> {
  const cookie = await product.signIn("regionOfficer");
  const workspaces = await readItems(product, "/api/v1/workspaces", cookie);
  const pair = workspaces.find(({ kind }) => kind === "pair")?.id ?? "";
  const documents = await readItems(product, `/api/v1/workspaces/${pair}/documents`, cookie);
  const plan = `/workspaces/${pair}/plans/${documents[0]?.id ?? ""}`;
  const alliance =
    (await readItems(product, "/api/v1/workspaces", await product.signIn("allianceLead"))).find(({ kind }) => kind === "alliance")?.id ??
    "";
  const login = "regionOfficer";
  return [
    { name: "sign-in", login: null, path: "/sign-in" },
    { name: "desk", login, path: "/" },
    { name: "workspaces", login, path: "/workspaces" },
    { name: "overview", login, path: `/workspaces/${pair}`, before: (page) => page.locator("[data-present]").waitFor() },
    { name: "alliance", login: "allianceLead", path: `/workspaces/${alliance}` },
    { name: "members", login, path: `/workspaces/${pair}/members` },
    { name: "add-member", login, path: `/workspaces/${pair}/members`, before: (page) => openDialog(page, "添加成员") },
    { name: "plans", login, path: `/workspaces/${pair}/plans` },
    { name: "create-plan", login, path: `/workspaces/${pair}/plans`, before: (page) => openDialog(page, "新建方案") },
    { name: "plan", login, path: plan, windowOnly: true },
    { name: "plan-reader", login: "researchOfficer", path: plan, windowOnly: true },
    { name: "versions", login, path: plan, windowOnly: true, before: (page) => page.getByRole("button", { name: /^版本/ }).click() },
    { name: "achievements", login, path: "/achievements" },
    { name: "achievement", login, path: "/achievements/a2014-02" },
    { name: "overview-english", login, path: `/workspaces/${pair}`, english: true },
    { name: "sign-in-english", login: null, path: "/sign-in", english: true },
    { name: "not-found", login, path: "/workspaces/nowhere" },
    ...(await listPersonaShots(product)),
    ...(await listOfficeShots(product)),
  ];
}

/** Pages of units, administration and the own account; `office-`. */
async function listOfficeShots(product: Product): Promise<Shot[]> {
  const { db } = product.app;
  const unit = await db.selectFrom("organisation").select("id").where("name", "=", "陇南市教育局").executeTakeFirstOrThrow();
  const group = await db.selectFrom("working_group").select("id").executeTakeFirstOrThrow();
  const teacher = await db.selectFrom("person").select("id").where("login", "=", "schoolTeacher").executeTakeFirstOrThrow();
  const shot = (name: string, login: string, path: string): Shot => ({ name: `office-${name}`, login, path });
  return [
    shot("notifications", "regionOfficer", "/notifications"),
    shot("search", "regionOfficer", "/search?q=劳动"),
    shot("organisations", "regionOfficer", "/organisations"),
    shot("organisation", "unitAdmin", `/organisations/${unit.id}`),
    shot("group", "unitAdmin", `/groups/${group.id}`),
    shot("experts", "regionOfficer", "/experts"),
    shot("workspace-new", "provinceAdmin", "/workspaces/new"),
    shot("account", "regionOfficer", "/account"),
    shot("security", "regionOfficer", "/account/security"),
    shot("tokens", "regionOfficer", "/account/tokens"),
    shot("settings", "regionOfficer", "/account/notifications"),
    shot("data", "regionOfficer", "/account/data"),
    shot("desk-system", "systemOperator", "/"),
    shot("guide", "systemOperator", "/manage"),
    shot("guide-unit", "unitAdmin", "/manage"),
    shot("people", "securityAdmin", "/manage/people"),
    shot("person", "unitAdmin", `/manage/people/${teacher.id}`),
    shot("invitations", "unitAdmin", "/manage/invitations"),
    shot("approvals", "securityAdmin", "/manage/approvals"),
    shot("duties", "securityAdmin", "/manage/duties"),
    shot("import", "systemOperator", "/manage/import"),
    shot("import-people", "unitAdmin", "/manage/import/people"),
    shot("audit", "auditor", "/manage/audit"),
    shot("status", "systemOperator", "/manage/status"),
  ];
}

const PERSONAS = [
  "holderHost",
  "holderExpert",
  "regionOfficer",
  "researchOfficer",
  "schoolTeacher",
  "allianceLead",
  "allianceTeacher",
  "provinceAdmin",
];

/** What each persona finds: the desk, the list, and every workspace with its plans and the first of them. */
async function listPersonaShots(product: Product): Promise<Shot[]> {
  const shots = await Promise.all(
    PERSONAS.map(async (login): Promise<Shot[]> => {
      const cookie = await product.signIn(login);
      const spaces = await readItems(product, "/api/v1/workspaces", cookie);
      const inside = spaces.map(async ({ id }, index): Promise<Shot[]> => {
        const [plan] = await readItems(product, `/api/v1/workspaces/${id}/documents`, cookie);
        const name = `as-${login}-${index + 1}`;
        const path = `/workspaces/${id}`;
        return [
          { name, login, path },
          { name: `${name}-plans`, login, path: `${path}/plans` },
          { name: `${name}-members`, login, path: `${path}/members` },
          ...(plan ? [{ name: `${name}-plan`, login, path: `${path}/plans/${plan.id}`, windowOnly: true } as const] : []),
        ];
      });
      return [
        { name: `as-${login}-desk`, login, path: "/" },
        { name: `as-${login}-list`, login, path: "/workspaces" },
        ...(await Promise.all(inside)).flat(),
      ];
    }),
  );
  return shots.flat();
}

async function openDialog(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("dialog").waitFor();
}

async function readItems(product: Product, path: string, cookie: string): Promise<{ id: string; kind: string }[]> {
  const response = await product.fetch(path, { cookie });
  const body = (await response.json()) as { items: { id: string; kind: string }[] };
  return body.items;
}

async function take(browser: Browser, product: Product, shot: Shot, cookies: Map<string, string>): Promise<void> {
  for (const width of WIDTHS) {
    for (const colorScheme of THEMES) {
      const cookie = shot.login === null ? undefined : (cookies.get(shot.login) ?? (await product.signIn(shot.login)));
      if (shot.login !== null && cookie !== undefined) cookies.set(shot.login, cookie);
      const page = await openPage(browser, {
        origin: product.origin,
        ...(cookie === undefined ? {} : { cookie }),
        viewport: { width, height: width < 500 ? 740 : 900 },
        colorScheme,
      });
      if (shot.english) await page.context().addCookies([{ name: "gongyan_language", value: "en", url: product.origin }]);
      await page.goto(shot.path, { waitUntil: "networkidle" });
      await shot.before?.(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) console.log(`${shot.name} ${width} ${colorScheme}: ${wide} px too wide`);
      const isModal = (await page.getByRole("dialog").count()) > 0;
      await page.screenshot({ path: `${FOLDER}${shot.name}-${width}-${colorScheme}.png`, fullPage: !isModal && shot.windowOnly !== true });
      await page.context().close();
    }
  }
}

mkdirSync(FOLDER, { recursive: true });
await using product = await startProduct();
const browser = await launchBrowser();
const names = process.argv.slice(2);
const isWanted = (name: string) => names.length === 0 || names.some((one) => (one.endsWith("-") ? name.startsWith(one) : name === one));
const cookies = new Map<string, string>();
for (const shot of await listShots(product)) {
  if (isWanted(shot.name)) await take(browser, product, shot, cookies);
}
await browser.close();
