import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable } from "@react-router/node";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { isRouteErrorResponse, ServerRouter, type EntryContext, type HandleErrorFunction, type RouterContextProvider } from "react-router";
import { pageTools } from "#server/http/request-context.ts";
import { en } from "./i18n/en.ts";
import { createI18n } from "./i18n/instance.ts";
import { zh } from "./i18n/zh.ts";
import { readPreferences } from "./shell/preferences.ts";

/** Ms after which a page that still waits for data is sent without it. */
export const streamTimeout = 5_000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  context: RouterContextProvider,
): Promise<Response> | Response {
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const { nonce, report } = context.get(pageTools);
  const waitForAll = isbot(request.headers.get("user-agent") ?? "");
  const { language } = readPreferences(request.headers.get("cookie"));
  const page = (
    <I18nextProvider i18n={createI18n(language, language === "en" ? en : zh)}>
      <ServerRouter context={routerContext} url={request.url} nonce={nonce} />
    </I18nextProvider>
  );
  return new Promise((resolve, reject) => {
    let started = false;
    const start = () => {
      started = true;
      const body = new PassThrough();
      headers.set("Content-Type", "text/html; charset=utf-8");
      resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
      pipe(body);
    };
    // React calls back after this function has ended, so the timer is there.
    const settle = () => clearTimeout(timer);
    const { pipe, abort } = renderToPipeableStream(page, {
      nonce,
      onShellReady() {
        if (!waitForAll) start();
      },
      onAllReady() {
        settle();
        if (waitForAll) start();
      },
      onShellError(error) {
        settle();
        reject(error instanceof Error ? error : new Error("the page's shell did not render", { cause: error }));
      },
      onError(error) {
        // Before the shell the error also rejects and is reported there.
        if (started && !request.signal.aborted) report(error);
      },
    });
    const timer = setTimeout(abort, streamTimeout + 1000);
    request.signal.addEventListener("abort", () => {
      settle();
      abort();
    });
  });
}

export const handleError: HandleErrorFunction = (error, { request, context }) => {
  // A method that a page does not take is the caller's mistake, and the router's words for it hold the whole address.
  const isMistake = isRouteErrorResponse(error) && error.status < 500;
  if (!isMistake && !request.signal.aborted) context.get(pageTools).report(error);
};
