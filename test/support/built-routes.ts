export interface BuiltRoute {
  readonly id: string;
  readonly path?: string;
  readonly index?: boolean;
  readonly parentId?: string;
  readonly module: { readonly action?: unknown; readonly loader?: unknown };
}

/** Routes of the built bundle by their id ("routes/workspace"). */
export async function builtRoutes(): Promise<Map<string, BuiltRoute>> {
  // The bundle has no types of its own.
  const bundle = (await import(new URL("../../build/server/index.js", import.meta.url).href)) as { routes: Record<string, BuiltRoute> };
  return new Map(Object.entries(bundle.routes));
}

/** "/workspaces/:workspaceId/plans"; "" for the home page and for layouts without a path. */
export function addressOf(routes: ReadonlyMap<string, BuiltRoute>, route: BuiltRoute): string {
  const parent = route.parentId === undefined ? undefined : routes.get(route.parentId);
  const above = parent ? addressOf(routes, parent) : "";
  return route.path === undefined || route.path === "" ? above : `${above}/${route.path}`;
}
