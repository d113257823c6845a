import type { Page, Response } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useStage } from "./stage.ts";

/** Compressed scripts and styles on the wire, in bytes (design chapter 6). */
const FIRST_PAGE = 150 * 1024;
/** With what a page that is there to be read fetches afterwards, at rest, to be live. */
const LIVE_PAGE = 170 * 1024;
const EDITOR_PAGE = 320 * 1024;

interface Weight {
  readonly bytes: number;
  readonly files: string[];
}

/**
 * Visits a page with an empty cache and counts the scripts and styles that its document names, and all that come, lazily fetched ones
 * included. What came before the load event says nothing: on a slow machine that is all of them.
 */
async function weigh(page: Page, path: string, settled: () => Promise<void>): Promise<Weight & { first: Weight }> {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  const html = (await (await page.goto(path, { waitUntil: "load" }))?.text()) ?? "";
  await page.waitForLoadState("networkidle");
  await settled();
  const named = responses.filter((response) => html.includes(new URL(response.url()).pathname));
  return { ...(await add(responses)), first: await add(named) };
}

async function add(responses: readonly Response[]): Promise<Weight> {
  const counted = responses.filter((response) => /\.(js|css)$/.test(new URL(response.url()).pathname));
  const sizes = await Promise.all(counted.map(async (response) => (await response.request().sizes()).responseBodySize));
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: counted.map((response) => new URL(response.url()).pathname) };
}

describe("bytes", () => {
  const stage = useStage();

  it.each([
    ["/sign-in", null],
    ["/", "regionOfficer"],
    ["/workspaces", "regionOfficer"],
    ["/achievements", "regionOfficer"],
  ])("the scripts and styles of %s stay within 150 KB compressed, and within 170 KB with those that make it live", async (path, login) => {
    const page = await stage().open(login);
    const { first, bytes, files } = await weigh(page, path, async () => {});
    console.info(`${path}: ${(first.bytes / 1024).toFixed(1)} KB, then live ${(bytes / 1024).toFixed(1)} KB in ${files.length} files`);
    expect(first.files.length).toBeGreaterThan(3);
    expect(first.bytes).toBeLessThanOrEqual(FIRST_PAGE);
    expect(bytes).toBeLessThanOrEqual(LIVE_PAGE);
  });

  it("the scripts and styles of the editor page stay within 320 KB compressed", async () => {
    const { pair, open } = stage();
    const page = await open("regionOfficer");
    const { bytes, files } = await weigh(page, `/workspaces/${pair.id}/plans/${pair.plan}`, () =>
      page.locator(".ProseMirror h1").waitFor(),
    );
    console.info(`editor page: ${(bytes / 1024).toFixed(1)} KB in ${files.length} files`);
    expect(files.length).toBeGreaterThan(3);
    expect(bytes).toBeLessThanOrEqual(EDITOR_PAGE);
  });

  it("the other language's catalogue never reaches the browser", async () => {
    const page = await stage().open(null);
    const { files } = await weigh(page, "/sign-in", async () => {});
    expect(files.some((file) => /\/zh-/.test(file))).toBe(true);
    expect(files.some((file) => /\/en-/.test(file))).toBe(false);
  });
});
