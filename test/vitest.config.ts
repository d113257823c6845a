import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const root = new URL("..", import.meta.url).pathname;

interface ProjectOptions {
  /** Milliseconds for one test and one hook: many times what they take, so that a slow machine fails nothing. */
  timeout: number;
  /** One file after the other: for projects that start servers and browsers on a small machine. */
  serial?: boolean;
  order: number;
  /** Through Vite's runner instead of Node's own loader: needed only where a test imports a .tsx file. */
  throughVite?: boolean;
}

/**
 * One project per folder of test/. Modules are loaded by Node itself: the server bundle, the libraries and the server's modules then
 * have one identity each, as in production.
 */
function project(name: string, options: ProjectOptions): TestProjectInlineConfiguration {
  return {
    root,
    // React is the production build, which has no jsxDEV.
    oxc: { jsx: { runtime: "automatic", development: false } },
    test: {
      name,
      include: [`test/${name}/**/*.test.{ts,tsx}`],
      setupFiles: ["test/support/setup.ts"],
      testTimeout: options.timeout,
      hookTimeout: Math.max(options.timeout, 120_000),
      fileParallelism: options.serial !== true,
      pool: "forks",
      experimental: { viteModuleRunner: options.throughVite === true },
      // React and the server bundle choose their build when first imported.
      env: { NODE_ENV: "production" },
      expect: { requireAssertions: true },
      sequence: { groupOrder: options.order },
    },
  };
}

export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    teardownTimeout: 60_000,
    projects: [
      project("architecture", { timeout: 120_000, order: 0 }),
      project("unit", { timeout: 60_000, order: 1, throughVite: true }),
      project("property", { timeout: 240_000, order: 1 }),
      project("integration", { timeout: 240_000, order: 1 }),
      project("fault", { timeout: 300_000, order: 2, serial: true }),
      project("e2e", { timeout: 240_000, order: 3, serial: true }),
    ],
  },
});
