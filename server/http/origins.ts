/** Whose requests these are: the origin we serve, and whether a request names it. Exact comparison only. */
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";

export interface Origins {
  /** Origin this request was sent to, or null where its Host is not ours. */
  own(headers: IncomingHttpHeaders): string | null;
  /** True where the Origin header is ours; absent, "null" and look-alikes are not. For WebSocket upgrades and page mutations. */
  isOwn(headers: IncomingHttpHeaders): boolean;
}

/**
 * With a public origin that is the only one, whatever Host a gateway writes. Without one the Host decides, and it must be an
 * address, localhost or this machine's name: any other name could be a stranger's, rebound to our address.
 */
export function createOrigins(config: { readonly publicOrigin: string | null; readonly host: string }): Origins {
  const names = new Set(["localhost", hostname().toLowerCase(), config.host.toLowerCase()]);
  const own = (headers: IncomingHttpHeaders) => {
    if (config.publicOrigin !== null) return config.publicOrigin;
    const url = parseHost(headers.host);
    if (!url) return null;
    const name = url.hostname.replace(/^\[|\]$/g, "");
    return isIP(name) !== 0 || names.has(name) ? url.origin : null;
  };
  return {
    own,
    isOwn(headers) {
      const origin = own(headers);
      return origin !== null && headers.origin === origin;
    },
  };
}

function parseHost(host: string | undefined): URL | null {
  if (host === undefined || !/^[A-Za-z0-9.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}`)) return null;
  const url = new URL(`http://${host}`);
  return url.pathname === "/" ? url : null;
}
