import { useRouteLoaderData } from "react-router";
import type { loader } from "#app/root.tsx";

/** The server's clock when the page was made: both renderings speak of the same "today". */
export function useNow(): number {
  return useRouteLoaderData<typeof loader>("root")?.now ?? 0;
}
