/**
 * The router takes a page down when the request for its data fails, and with it what somebody is typing there. So a request for page data
 * outlives an outage: what reads is asked again until the server answers, what writes waits for the line first and is sent once.
 */

/** Ms before asking again: at first, and at most. The browser's own "online" ends a pause early. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5000;
/** What a proxy says in the place of a server that is restarting. */
const GATEWAY = new Set([502, 503, 504]);
/** How the server marks the data of pages, its refusals included. */
const PAGE_DATA = "text/x-script";

type Fetch = typeof fetch;

let down = false;

/** Told by whoever notices that the line to the server broke or came back. */
export function noteLine(state: "up" | "down"): void {
  down = state === "down";
}

/** Wraps the browser's fetch for the requests that the router makes; all others pass untouched. `page` tells "online". */
export function makePatient(plain: Fetch, origin: string, page: EventTarget): Fetch {
  return async (input, init) => {
    if (!isOfRouter(input, origin)) return plain(input, init);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
    const method = init?.method ?? (input instanceof Request ? input.method : "GET");
    const ask = () => plain(input, init);
    const patience = { signal, page };
    if (method === "GET") return askUntilAnswered(ask, patience);
    if (down) await askUntilAnswered(() => plain("/healthz", { method: "HEAD", cache: "no-store", signal }), patience);
    return ask();
  };
}

function isOfRouter(input: Parameters<Fetch>[0], origin: string): boolean {
  const url = new URL(input instanceof Request ? input.url : input, origin);
  return url.origin === origin && (url.pathname.endsWith(".data") || url.pathname === "/__manifest");
}

interface Patience {
  readonly signal: AbortSignal | null;
  readonly page: EventTarget;
}

async function askUntilAnswered(ask: () => Promise<Response>, { signal, page }: Patience): Promise<Response> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const response = await ask().catch((error: unknown) => {
      // Fetch tells a broken line by a TypeError.
      if (signal?.aborted === true || !(error instanceof TypeError)) throw error;
      return null;
    });
    if (response !== null && !isGateways(response)) {
      noteLine("up");
      return response;
    }
    noteLine("down");
    await rest(pause, { signal, page });
  }
}

function isGateways(response: Response): boolean {
  return GATEWAY.has(response.status) && response.headers.get("Content-Type")?.startsWith(PAGE_DATA) !== true;
}

/** @throws the signal's reason when what is waited for is not wanted any more */
async function rest(ms: number, { signal, page }: Patience): Promise<void> {
  const ended = new AbortController();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    const options = { once: true, signal: ended.signal };
    ended.signal.addEventListener("abort", () => clearTimeout(timer));
    page.addEventListener("online", () => resolve(), options);
    signal?.addEventListener("abort", () => resolve(), options);
  });
  ended.abort();
  signal?.throwIfAborted();
}
