import type { IncomingMessage } from "node:http";

/**
 * True where a request shows that somebody is there. A page that refreshes its own data because a colleague changed something is not
 * activity: it asks for the data of the very address it stands on, which Referer names (our policy sends it within the site).
 */
export function isActivity(req: IncomingMessage): boolean {
  const url = req.url ?? "/";
  const [path = "", query = ""] = url.split("?");
  if (req.method !== "GET" || !path.endsWith(".data") || req.headers.referer === undefined) return true;
  if (!URL.canParse(req.headers.referer)) return true;
  // The figure in the bar, which pages fetch when they hear that it changed.
  if (path === "/notifications/unread.data") return false;
  const page = new URL(req.headers.referer);
  const asked = path === "/_root.data" || path === "/_.data" ? "/" : path.slice(0, -".data".length);
  const parameters = new URLSearchParams(query);
  parameters.delete("_routes");
  const standsOn = new URLSearchParams(page.search);
  return asked !== page.pathname || parameters.toString() !== standsOn.toString();
}
