import { cpSync } from "node:fs";
import type { Browser, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openPage } from "#test/support/browser.ts";
import { expectConsole } from "#test/support/console.ts";
import { type ProductProcess, startProductProcess } from "#test/support/product-process.ts";
import { makeDirectory, removeDirectory, tempDirectory } from "#test/support/temp.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";
import { findPlan, PAIR, type Place, readText } from "./stage.ts";
import { sameText, Writer } from "./writer.ts";

const LIST = "劳动清单不是任务清单";
const SCOPE = "适用于14所试点学校";

/** Types numbered words until told to stop; each is one composition. */
function typeOn(writer: Writer, mark: string): { written(): number; stop(): Promise<number> } {
  let count = 0;
  let stopped = false;
  const typing = (async () => {
    while (!stopped) {
      await writer.compose("zi", `${mark}${count}、`);
      count++;
    }
  })();
  // A test that fails in the middle closes the page; whoever waits for the end still learns why it broke.
  typing.catch(() => {});
  return {
    written: () => count,
    async stop() {
      stopped = true;
      await typing;
      return count;
    },
  };
}

/** Words of one writer that a painted frame showed while the server's lamp shone. */
async function claimed(writer: Writer, mark: string): Promise<Set<string>> {
  const pattern = new RegExp(`${mark}\\d+、`, "g");
  const lit = (await writer.frames()).filter(({ lamps }) => lamps[1] === true);
  return new Set(lit.flatMap(({ text }) => text.match(pattern) ?? []));
}

describe("the server goes away while both sides write", () => {
  const dataDir = makeDirectory("gongyan-outage-");
  let product: ProductProcess;
  let browser: Browser;
  let cookies: { host: string; officer: string };
  let plan: Place;
  let open: Page[] = [];
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProductProcess({ dataDir }), launchBrowser()]);
    cookies = { host: await product.signIn("holderHost"), officer: await product.signIn("regionOfficer") };
    plan = await findPlan(product, cookies.host, PAIR, "家校社劳动清单");
  });
  afterEach(async () => {
    for (const page of open.splice(0)) await page.context().close();
    // A test that failed in the middle of an outage leaves the next one a server.
    if (!product.alive) await restart();
  });
  afterAll(async () => {
    await browser.close();
    await product.kill();
    removeDirectory(dataDir);
  });

  async function openWriters(): Promise<[Writer, Writer]> {
    const { origin } = product;
    const pages = [
      await openPage(browser, { origin, cookie: cookies.host }),
      await openPage(browser, { origin, cookie: cookies.officer }),
    ] as const;
    open = [...pages];
    const writers = await Promise.all([Writer.open(pages[0], plan.path), Writer.open(pages[1], plan.path)]);
    await Promise.all(writers.map((writer) => writer.waitForWord("saved", "seen")));
    await Promise.all(writers.map((writer) => writer.watchFrames()));
    return writers;
  }

  async function restart(): Promise<void> {
    product = await startProductProcess({ dataDir, port: product.port });
  }

  /** What the disk holds before any page can give its text again: told by a server that no page knows, from a copy. */
  async function readDisk(copy: string): Promise<string> {
    await using reader = await startProductProcess({ dataDir: copy });
    // Awaited here, before the reader is ended.
    return await readText(reader, cookies.host, plan.id);
  }

  async function expectOutageSurvived(end: () => Promise<void>, [first, second]: readonly [string, string]): Promise<void> {
    const [host, officer] = await openWriters();
    await Promise.all([host.place(LIST), officer.place(SCOPE)]);
    const [hostTyping, officerTyping] = [typeOn(host, first), typeOn(officer, second)];
    await waitFor(async () => (await claimed(host, first)).size >= 5 && (await claimed(officer, second)).size >= 5);
    await end();
    await Promise.all([host.waitForWord("offline"), officer.waitForWord("offline")]);
    const before = [hostTyping.written(), officerTyping.written()] as const;
    await waitFor(() => hostTyping.written() > before[0] + 5 && officerTyping.written() > before[1] + 5);
    const counts = [await hostTyping.stop(), await officerTyping.stop()] as const;

    const promised = [...(await claimed(host, first)), ...(await claimed(officer, second))];
    expect(promised.length).toBeGreaterThanOrEqual(10);
    for (const [mark, index] of [
      [first, 0],
      [second, 1],
    ] as const) {
      for (let late = before[index] + 1; late < counts[index]; late++) expect(promised).not.toContain(`${mark}${late}、`);
    }
    expect(await host.lamps()).toMatchObject({ device: true, server: false, other: false });
    const copy = tempDirectory("gongyan-outage-copy-");
    cpSync(dataDir, copy, { recursive: true });
    const [disk] = await Promise.all([readDisk(copy), restart()]);
    expect(promised.filter((word) => !disk.includes(word))).toEqual([]);
    await Promise.all([host.waitForWord("seen"), officer.waitForWord("seen")]);
    const text = (await sameText(host, officer)).join("\n");
    for (const [mark, count] of [
      [first, counts[0]],
      [second, counts[1]],
    ] as const) {
      const all = Array.from({ length: count }, (_, index) => `${mark}${index}、`).join("");
      expect(text).toContain(all);
    }
    expect(await readText(product, cookies.host, plan.id)).toContain(`${second}${counts[1] - 1}、`);
    await host.page.getByText("连接中断").waitFor({ state: "detached" });
  }

  it("A1 in the browser: kill -9 while both type loses nothing a light called saved; the pages come back by themselves and agree", async () => {
    expectConsole(/ERR_CONNECTION_REFUSED|WebSocket connection|Failed to load resource/);
    await expectOutageSurvived(() => product.kill(), ["甲", "乙"]);
  });

  it("A8 in the browser: a restart by SIGTERM while both type loses nothing, drains and ends cleanly", async () => {
    expectConsole(/ERR_CONNECTION_REFUSED|WebSocket connection|Failed to load resource/);
    await expectOutageSurvived(async () => {
      const { code, ms } = await product.terminate();
      expect(code).toBe(0);
      expect(ms).toBeLessThan(SAFETY_LIMIT);
    }, ["丙", "丁"]);
  });

  it("news that cannot be fetched in an outage leave the page and its editor standing; they come with the line", async () => {
    expectConsole(/ERR_CONNECTION_REFUSED|Failed to load resource/);
    const [host, officer] = await openWriters();
    const before = await officer.page.getByRole("button", { name: /^版本/ }).innerText();
    let refused = 0;
    const refuse = (route: Route) => {
      refused++;
      return route.abort("connectionrefused");
    };
    await officer.page.route(/\.data(\?|$)/, refuse);
    const saved = await product.fetch(`/api/v1/documents/${plan.id}/versions`, {
      method: "POST",
      cookie: cookies.host,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "断线前一版" }),
    });
    expect(saved.status).toBe(201);
    await waitFor(() => refused >= 2, { what: "the page to ask for the news, and to ask again", timeout: 15_000 });
    await officer.place(SCOPE);
    await officer.compose("zhaoxie", "照写不误");
    await host.waitForText("照写不误");
    expect(await officer.page.getByRole("button", { name: /^版本/ }).innerText()).toBe(before);
    await officer.page.unroute(/\.data(\?|$)/, refuse);
    await waitFor(async () => (await officer.page.getByRole("button", { name: /^版本/ }).innerText()) !== before);
  });

  it("a link followed in an outage leads on when the server is back, and until then the text stays where it is", async () => {
    expectConsole(/ERR_CONNECTION_REFUSED|WebSocket connection|Failed to load resource/);
    const [host] = await openWriters();
    const members = host.page.getByRole("link", { name: "成员", exact: true }).first();
    // The code of the page is there since an earlier visit; only its data is not.
    await members.click();
    await host.page.waitForURL(/\/members$/);
    await host.page.goBack();
    await host.waitForWord("saved", "seen");
    await product.kill();
    await host.waitForWord("offline");
    const left = host.page.waitForRequest(/\/members\.data(\?|$)/);
    await members.click();
    await left;
    await host.place(LIST);
    await host.compose("duanxian", "断线时写的");
    expect(await host.text()).toContain("断线时写的");
    await restart();
    await host.page.waitForURL(/\/members$/);
    // What the line came back too late for waited on the device.
    await host.page.goBack();
    await host.waitForText("断线时写的");
    await waitFor(async () => (await readText(product, cookies.host, plan.id)).includes("断线时写的"));
  });

  it("U07 in part: what one writes offline and the other online in the same section is all there after the line returns", async () => {
    expectConsole(/ERR_INTERNET_DISCONNECTED|WebSocket connection|Failed to load resource/);
    const [host, officer] = await openWriters();
    await Promise.all([host.place("筛选："), officer.place("转化：")]);
    await host.page.context().setOffline(true);
    await host.compose("lixian", "离线写下的一段");
    await officer.compose("zaixian", "在线写下的一段");
    await officer.waitForWord("saved", "seen");
    expect(await host.waitForWord("offline")).toMatchObject({ device: true, server: false, other: false });
    expect(await readText(product, cookies.host, plan.id)).not.toContain("离线写下的一段");
    expect(await host.text()).not.toContain("在线写下的一段");
    await host.page.context().setOffline(false);
    await host.waitForWord("seen");
    const text = (await sameText(host, officer)).join("\n");
    for (const sentence of ["离线写下的一段", "在线写下的一段"]) expect(text.split(sentence)).toHaveLength(2);
  });
});
