import { build } from "vite";

/** Bundles the test pages for a browser, as the product is bundled. */
export async function buildHarness(outDir: string): Promise<void> {
  const root = new URL("./harness", import.meta.url).pathname;
  await build({
    root,
    configFile: false,
    logLevel: "error",
    base: "./",
    css: { transformer: "lightningcss" },
    build: {
      rolldownOptions: { input: [`${root}/index.html`, `${root}/plan.html`] },
      outDir,
      emptyOutDir: true,
      target: ["chrome108"],
      cssMinify: "lightningcss",
      minify: true,
      modulePreload: false,
    },
  });
}
