import type { Plugin } from "vite";

const NATIVE = /^#(server|db|collab)\//;
/** What a browser bundle may take from the server layer: constants, the pure policy with its data, and erased types. */
const BROWSER_SAFE = /\/server\/(([^/]+\/)*(contract|policy|types)|permissions\/(matrix|may-do))\.ts$/;

/**
 * Leaves server, db and collab out of the SSR bundle: Node loads them itself, so a module has one identity in one process
 * (React Router compares context keys by identity, and an error class must equal itself).
 */
export function nativeServerModules(): Plugin {
  return {
    name: "gongyan:native-server-modules",
    enforce: "pre",
    resolveId(source) {
      if (this.environment.name === "client" || !NATIVE.test(source)) return null;
      return { id: source, external: true };
    },
  };
}

/** Stops the build when code that reaches the browser imports server or db code that may not be there (architecture rule 4). */
export function browserBoundary(): Plugin {
  return {
    name: "gongyan:browser-boundary",
    transform(_code, id) {
      if (this.environment.name !== "client") return null;
      const path = id.split("?")[0] ?? id;
      const inProject = path.startsWith(this.environment.config.root) && !path.includes("/node_modules/");
      if (!inProject) return null;
      const local = path.slice(this.environment.config.root.length);
      const bad = local.startsWith("/db/") || (local.startsWith("/server/") && !BROWSER_SAFE.test(local));
      if (bad) this.error(`${local.slice(1)} must not reach the browser (only contract.ts, policy.ts or types may)`);
      return null;
    },
  };
}
