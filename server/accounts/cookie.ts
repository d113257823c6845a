/** The session cookie: HttpOnly, SameSite=Lax, and with https Secure under the __Host- prefix, which no sub-domain can set. */
const NAME = "gongyan_session";

export function sessionCookieName(secure: boolean): string {
  return secure ? `__Host-${NAME}` : NAME;
}

/** The session token in a Cookie header, or null. With two of the name the first is taken: browsers send the most specific first. */
export function readSessionCookie(header: string | undefined, secure: boolean): string | null {
  const prefix = `${sessionCookieName(secure)}=`;
  for (const part of (header ?? "").split(";")) {
    const pair = part.trim();
    if (pair.startsWith(prefix)) return pair.slice(prefix.length);
  }
  return null;
}

/** Set-Cookie value that carries `token` for `maxAge` ms. */
export function sessionCookie(token: string, maxAge: number, secure: boolean): string {
  return attributes(`${sessionCookieName(secure)}=${token}; Max-Age=${Math.floor(maxAge / 1000)}`, secure);
}

/** Set-Cookie value that removes the cookie. */
export function clearedSessionCookie(secure: boolean): string {
  return attributes(`${sessionCookieName(secure)}=; Max-Age=0`, secure);
}

function attributes(pair: string, secure: boolean): string {
  return `${pair}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}
