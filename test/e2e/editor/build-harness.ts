import { build } from "vite";

/** Bundles the test pages for a browser, as the product is bundled. */
export async function buildHarness(outDir: string): Promise<void> {
  await build({
    root: new URL("./harness", import.meta.url).pathname,
    configFile: false,
    logLevel: "error",
    base: "./",
    css: { transformer: "lightningcss" },
    build: { outDir, emptyOutDir: true, target: ["chrome108"], cssMinify: "lightningcss", minify: true, modulePreload: false },
  });
}
