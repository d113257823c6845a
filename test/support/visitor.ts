/** Common password of the demo people in tests. */
export const DEMO_PASSWORD = "demo-password-for-tests";

export interface Visitor {
  /** Signs in through the API; resolves to a Cookie header value. @throws when refused */
  signIn(login: string, password?: string): Promise<string>;
  /** A request to the product with the Origin of its own pages; `cookie` from signIn. */
  fetch(path: string, init?: RequestInit & { cookie?: string }): Promise<Response>;
}

/** Requests to a running product, as a script with a session would send them. */
export function visit(origin: string): Visitor {
  const request: Visitor["fetch"] = (path, { cookie, ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has("origin")) headers.set("origin", origin);
    if (cookie !== undefined) headers.set("cookie", cookie);
    return fetch(new URL(path, origin), { redirect: "manual", ...init, headers });
  };
  return {
    fetch: request,
    async signIn(login, password = DEMO_PASSWORD) {
      const response = await request("/api/v1/sessions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ login, password }),
      });
      const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
      if (response.status !== 201 || cookie === undefined) {
        throw new Error(`sign-in of ${login} answered ${response.status}: ${await response.text()}`);
      }
      return cookie;
    },
  };
}
