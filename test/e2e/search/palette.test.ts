import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { waitFor } from "#test/support/wait.ts";
import { useStage, visit } from "#test/e2e/pages/stage.ts";

const palette = (page: Page) => page.getByRole("dialog", { name: "搜索与命令" });
const field = (page: Page) => page.getByRole("combobox", { name: "搜索，或输入命令" });
const chosen = (page: Page) => page.getByRole("option", { selected: true });

async function open(page: Page): Promise<void> {
  // The page listens for keys a moment after its scripts took over.
  await waitFor(async () => {
    await page.keyboard.press("Control+k");
    return palette(page)
      .waitFor({ timeout: 2_000 })
      .then(() => true);
  });
  await page.locator("input[role=combobox]:focus").waitFor();
}

/** Opens only what axe calls grave, in both themes. */
async function graveIn(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    found.push(...grave.map(({ id, nodes }) => `${colorScheme} ${id} ${nodes[0]?.html ?? ""}`));
  }
  return found;
}

/** The answer to a query waits until it is released; the page may have given it up by then. */
async function holdAnswer(page: Page, query: string): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**/search/suggest?q=${query}`, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  return () => release();
}

describe("search", () => {
  const stage = useStage();

  it("Ctrl+K, the first letters and Enter open a unit; Escape gives the focus back", async () => {
    const page = await stage().open("regionOfficer");
    await visit(page, "/workspaces");
    await page.getByRole("link", { name: "搜索", exact: true }).focus();
    await open(page);
    await page.keyboard.type("lnjy");
    await chosen(page).filter({ hasText: "陇南市教育局" }).waitFor();
    await page.keyboard.press("Escape");
    await palette(page).waitFor({ state: "detached" });
    await page.locator('[href="/search"]:focus').waitFor();
    await open(page);
    await page.keyboard.type("陇南市劳动");
    await chosen(page).filter({ hasText: "陇南市·劳动教育" }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/workspaces/${stage().pair.id}`);
    expect(await palette(page).count()).toBe(0);
  });

  it("arrows choose among what was found and the commands; places visited before come first", async () => {
    const page = await stage().open("regionOfficer");
    await visit(page, "/achievements");
    await visit(page, "/workspaces");
    await open(page);
    expect(await page.getByRole("option").first().textContent()).toBe("成果库");
    await page.keyboard.type("ry");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("gzt");
    await chosen(page).filter({ hasText: "工作台" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await chosen(page).filter({ hasText: "查找全部“gzt”" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await chosen(page).filter({ hasText: "工作台" }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/");
  });

  it("while an input method composes nothing is asked and Enter chooses no row; the word is looked for when it is written", async () => {
    const page = await stage().open("regionOfficer");
    await visit(page, "/");
    await open(page);
    const asked: string[] = [];
    page.on("request", (request) => {
      const url = new URL(request.url());
      const query = url.searchParams.get("q") ?? "";
      // Whoever opens it asks for what they may do, before a word is typed.
      if (url.pathname === "/search/suggest" && query !== "") asked.push(query);
    });
    const cdp = await page.context().newCDPSession(page);
    const pinyin = "laodong";
    for (let length = 1; length <= pinyin.length; length++) {
      await cdp.send("Input.imeSetComposition", { text: pinyin.slice(0, length), selectionStart: length, selectionEnd: length });
    }
    await field(page).evaluate((input) => {
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }));
    });
    expect(await field(page).inputValue()).toBe("laodong");
    await cdp.send("Input.insertText", { text: "劳动" });
    await chosen(page).filter({ hasText: "陇南市·劳动教育" }).waitFor();
    expect(await field(page).inputValue()).toBe("劳动");
    expect(await palette(page).count()).toBe(1);
    expect(asked).toEqual(["劳动"]);
  });

  it("an answer that was overtaken is not shown", async () => {
    const page = await stage().open("regionOfficer");
    await visit(page, "/");
    await open(page);
    const release = await holdAnswer(page, "lnjy");
    await page.keyboard.type("lnjy");
    await page.waitForRequest((request) => request.url().endsWith("q=lnjy"));
    await page.keyboard.press("Control+a");
    await page.keyboard.type("ldjy");
    await chosen(page).filter({ hasText: "陇南市·劳动教育" }).waitFor();
    release();
    await waitFor(async () => (await page.getByRole("option", { name: "陇南市教育局" }).count()) === 0);
    expect(await chosen(page).textContent()).toContain("陇南市·劳动教育");
  });

  it("a row chosen with the arrows stays chosen when an answer that comes later puts others before it", async () => {
    const page = await stage().open("regionOfficer");
    await visit(page, "/");
    await open(page);
    const release = await holdAnswer(page, "kj");
    await page.keyboard.type("kj");
    await chosen(page).filter({ hasText: "空间" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await chosen(page).filter({ hasText: "查找全部“kj”" }).waitFor();
    release();
    await page.getByRole("option", { name: "康县教育局" }).waitFor();
    expect(await chosen(page).textContent()).toBe("查找全部“kj”");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search?q=kj");
  });

  it("the page lists by kind with figures and marked words, also without scripts, and says what to do where nothing is found", async () => {
    const page = await stage().open("regionOfficer");
    await visit(page, "/search");
    await page.getByRole("searchbox").fill("课时");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "方案" }).waitFor();
    expect(await page.locator("mark").first().textContent()).toBe("课时");
    await visit(page, `/search?q=${encodeURIComponent("量子纠缠 评价")}`);
    expect(await page.getByRole("main").textContent()).toContain("只显示您有权打开的内容");
    await page.getByRole("link", { name: "评价" }).click();
    await page.getByRole("heading", { name: "方案" }).waitFor();
    const html = await (
      await stage().product.fetch(`/search?q=${encodeURIComponent("课时")}`, { cookie: await stage().product.signIn("regionOfficer") })
    ).text();
    expect(html).toContain("<mark>课时</mark>");
  });

  it("on a phone the button opens a sheet as large as the screen, and nothing is wider than it", async () => {
    const page = await stage().open("regionOfficer", { viewport: { width: 360, height: 740 } });
    await visit(page, "/workspaces");
    await page.getByRole("link", { name: "搜索", exact: true }).click();
    await palette(page).waitFor();
    const box = await palette(page).boundingBox();
    expect(box?.width).toBe(360);
    expect(box?.height).toBeGreaterThanOrEqual(736);
    await page.keyboard.type("劳动教育校本应用方案");
    await page.getByRole("option").first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.getByRole("button", { name: "关闭" }).click();
    await palette(page).waitFor({ state: "detached" });
    await visit(page, `/search?q=${encodeURIComponent("劳动")}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it("axe finds nothing serious on the page, in the palette and on the tokens, in both themes", async () => {
    const page = await stage().open("regionOfficer");
    await visit(page, `/search?q=${encodeURIComponent("劳动")}`);
    expect(await graveIn(page)).toEqual([]);
    await open(page);
    await page.keyboard.type("劳动");
    await chosen(page).filter({ hasText: "劳动" }).waitFor();
    expect(await graveIn(page)).toEqual([]);
    await visit(page, "/account/tokens");
    expect(await graveIn(page)).toEqual([]);
    await page.getByRole("button", { name: "新建令牌" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await graveIn(page)).toEqual([]);
  });
});
