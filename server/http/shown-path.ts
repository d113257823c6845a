/** An invitation's address, in whatever spelling the router still takes for it. */
const INVITATION = /[\\/]join[\\/][^]/i;

/**
 * The path of a request as the logs may hold it: no query, which carries what people type and what opens a download, and of an invitation
 * not its code.
 */
export function shownPath(url: string): string {
  const path = url.split("?")[0] ?? "/";
  return INVITATION.test(decoded(path)) ? "/join/…" : path;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
