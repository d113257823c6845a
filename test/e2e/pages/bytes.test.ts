import type { Page, Response } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useStage } from "./stage.ts";

/** Compressed scripts and styles on the wire, in bytes (design chapter 6). */
const FIRST_PAGE = 150 * 1024;
const EDITOR_PAGE = 320 * 1024;

/** Visits a page with an empty cache and counts all scripts and styles that come, lazily fetched ones included. */
async function weigh(page: Page, path: string, settled: () => Promise<void>): Promise<{ bytes: number; files: string[] }> {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  await page.goto(path, { waitUntil: "networkidle" });
  await settled();
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
  ])("the scripts and styles of %s stay within 150 KB compressed", async (path, login) => {
    const page = await stage().open(login);
    const { bytes, files } = await weigh(page, path, async () => {});
    console.info(`${path}: ${(bytes / 1024).toFixed(1)} KB in ${files.length} files`);
    expect(files.length).toBeGreaterThan(3);
    expect(bytes).toBeLessThanOrEqual(FIRST_PAGE);
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
