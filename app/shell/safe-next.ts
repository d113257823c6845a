/** The address to go to after sign-in: only a path of this site, else the desk. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith("/")) return "/";
  // A browser reads "//host", "/\host" and control characters between them as another site.
  const base = "http://self.invalid";
  try {
    const url = new URL(next, base);
    const path = `${url.pathname}${url.search}${url.hash}`;
    if (url.origin !== base || path.startsWith("//") || path.startsWith("/sign-")) return "/";
    return path;
  } catch {
    return "/";
  }
}
