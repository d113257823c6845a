import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type ConsoleMessage, type Page } from "playwright-core";
import { noteOutput } from "./console.ts";

/** As root, without a graphics card and without calling home. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Milliseconds for one act or wait of a page, on a machine that has other work. */
const PATIENCE = 60_000;
/** What the browser says of a page that is left while its line is still being opened: no mistake, and only a slow machine shows it. */
const LEFT_EARLY = /WebSocket is closed before the connection is established/;
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export interface PageOptions {
  /** Address that relative paths of page.goto belong to. */
  origin: string;
  /** A Cookie header value ("name=value"); absent for an anonymous person. */
  cookie?: string;
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
  locale?: string;
  /** Zone of the visitor's clock; China's by default. */
  timezone?: string;
}

/** Starts a Chromium. The caller closes it, in afterAll or onTestFinished. @throws when there is none */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? PLACES.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error("no Chromium found; npm test installs it, or name it in CHROMIUM");
  return chromium.launch({ executablePath, args: FLAGS, chromiumSandbox: false, timeout: 2 * PATIENCE });
}

/** Opens an empty page in a context of its own (own cookies, own storage). Errors on its console fail the test unless declared. */
export async function openPage(browser: Browser, options: PageOptions): Promise<Page> {
  return (await openContext(browser, options)).newPage();
}

/** A browser profile of one person; pages opened in it share cookies and storage, as tabs do. */
export async function openContext(browser: Browser, options: PageOptions): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: options.origin,
    locale: options.locale ?? "zh-CN",
    timezoneId: options.timezone ?? "Asia/Shanghai",
    viewport: options.viewport ?? { width: 1440, height: 900 },
    colorScheme: options.colorScheme ?? "light",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE);
  if (options.cookie !== undefined) await context.addCookies([toCookie(options.cookie, options.origin)]);
  context.on("console", noteConsole);
  context.on("weberror", (event) => noteOutput("page error", event.error().stack ?? event.error().message));
  return context;
}

function toCookie(header: string, origin: string): { name: string; value: string; url: string; httpOnly: boolean; sameSite: "Lax" } {
  const at = header.indexOf("=");
  return { name: header.slice(0, at), value: header.slice(at + 1), url: origin, httpOnly: true, sameSite: "Lax" };
}

function noteConsole(message: ConsoleMessage): void {
  if (message.type() !== "error" && message.type() !== "warning") return;
  if (LEFT_EARLY.test(message.text())) return;
  noteOutput(`page console.${message.type()}`, `${message.text()} (${message.location().url})`);
}
