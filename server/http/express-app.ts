/** The order of everything between the socket and a handler. */
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from "express";
import type { Accounts } from "#server/accounts/sign-in.ts";
import type { Config } from "#server/config.ts";
import type { App } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import type { Log } from "#server/core/log.ts";
import { expectedFailure, isReported, toProblem } from "#server/core/problem.ts";
import { guardPageMutations } from "./guard-mutations.ts";
import { healthRoutes, type Health } from "./health.ts";
import type { HttpMetrics, Surface } from "./metrics.ts";
import type { Origins } from "./origins.ts";
import { sayIn, wantsEnglish } from "./page-language.ts";
import { refusalPage } from "./refusal-page.ts";
import { requestInfo } from "./request-info.ts";
import type { RequestLimits } from "./request-limits.ts";
import { securityHeaders } from "./security-headers.ts";
import { shownPath } from "./shown-path.ts";
import { comesFrom, type Door } from "./sign-in.ts";
import type { Pages } from "./ssr.ts";
import { contextOf } from "./user.ts";

export interface HttpDeps {
  readonly app: App;
  readonly config: Config;
  readonly accounts: Accounts;
  readonly door: Door;
  readonly origins: Origins;
  readonly limits: RequestLimits;
  readonly metrics: HttpMetrics;
  readonly health: Health;
  readonly log: Log;
  readonly api: RequestHandler;
  readonly assets: RequestHandler;
  readonly pages: Pages;
}

/** Headers that steer frameworks from outside (CVE-2025-43864 and siblings); no client of ours sends them. */
const INTERNAL = /^(x-react-router-|x-remix-|x-forwarded-(host|proto|port|prefix)|forwarded$|x-original-|x-rewrite-)/;

export function createExpressApp(deps: HttpDeps): Express {
  const { config } = deps;
  const http = express();
  http.disable("x-powered-by");
  http.set("trust proxy", false);
  http.use(enter(deps));
  http.use(securityHeaders(config.secure));
  http.use(healthRoutes({ health: deps.health, registry: deps.metrics.registry, metricsFrom: config.metricsFrom }));
  http.use(requireOwnHost(deps.origins));
  http.use("/api", deps.limits.byPrefix, deps.api);
  http.use(deps.assets);
  http.use(deps.limits.byPrefix);
  http.use(guardPageMutations);
  http.use(renderPage(deps));
  http.use(answerError(deps.log));
  return http;
}

/** Tells the request's id, cleans its headers and notes how it went. */
function enter({ app, metrics, log }: HttpDeps): RequestHandler {
  return (req, res, next) => {
    const began = app.clock.now();
    const info = requestInfo(req);
    for (const name of Object.keys(req.headers)) if (INTERNAL.test(name)) delete req.headers[name];
    res.setHeader("X-Request-Id", info.id);
    res.once("close", () => {
      const ms = app.clock.now() - began;
      metrics.observe(surfaceOf(req), req.method, res.statusCode, ms / 1000);
      log.debug({ requestId: info.id, method: req.method, path: shownPath(req.originalUrl), status: res.statusCode, ms }, "answered");
    });
    next();
  };
}

function requireOwnHost(origins: Origins): RequestHandler {
  return (req, _res, next) => {
    if (origins.own(req.headers) === null)
      next(new DomainError("malformed", { message: "请求的主机名不属于本站；请设置 PUBLIC_ORIGIN。" }));
    else next(isReadable(req.url) ? undefined : new DomainError("malformed", { message: "请求的地址无法识别。" }));
  };
}

/** The router and the file server each decode the path in their own way; what cannot be decoded reaches neither. */
function isReadable(url: string): boolean {
  try {
    return url.startsWith("/") && !decodeURI(url.split("?")[0] ?? "").includes("\0");
  } catch {
    return false;
  }
}

function renderPage({ app, config, accounts, door, limits, pages, log }: HttpDeps): RequestHandler {
  return async (req, res) => {
    const ctx = await contextOf(app, accounts, req, config.secure);
    limits.countPerson(ctx);
    await pages.handle(req, res, ctx, {
      nonce: requestInfo(req).nonce,
      path: pagePath(req.originalUrl),
      say: sayIn(req.headers.cookie),
      demo: config.demo,
      report: (error) => {
        app.auditKeeper?.denied(ctx, error, { kind: "page", id: shownPath(pagePath(req.originalUrl)) });
        reportError(log, error, ctx.requestId);
      },
      accounts,
      from: comesFrom(req),
      pending: ctx.user ? null : await door.pending(req),
      signIn: (input) => door.begin(ctx, req, input),
      cookieOf: (admission) => door.cookieOf(admission),
      signOut: () => door.signOut(ctx),
    });
  };
}

/** The last handler: expected failures as the table says, everything else as a bug that tells the client nothing. */
function answerError(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const { id } = requestInfo(req);
    reportError(log, error, id);
    if (res.headersSent) {
      res.destroy();
      return;
    }
    const isApi = surfaceOf(req) === "api";
    // Scripts read the API's own words, people those of their pages.
    const problem = isApi ? toProblem(error, id) : toProblem(error, id, sayIn(req.headers.cookie));
    const retryAfter = expectedFailure(error)?.retryAfter;
    if (retryAfter !== undefined) res.setHeader("Retry-After", String(retryAfter));
    res.status(problem.status).setHeader("Cache-Control", "no-store");
    if (isApi) res.type("application/problem+json").send(JSON.stringify(problem));
    else res.type("html").send(refusalPage(problem.detail, id, wantsEnglish(req.headers.cookie)));
  };
}

/** One line with the request's id: a bug with its stack, a reported failure by its code only. */
export function reportError(log: Log, error: unknown, requestId: string): void {
  if (!isReported(error)) return;
  const known = expectedFailure(error);
  if (known) log.warn({ requestId, code: known.code, err: known.cause }, "refused");
  else log.error({ requestId, err: error }, "bug");
}

function surfaceOf(req: Request): Surface {
  const path = pathOf(req);
  if (path.startsWith("/api/") || path === "/api") return "api";
  return path.startsWith("/assets/") ? "asset" : "page";
}

function pathOf(req: Request): string {
  return req.originalUrl.split("?")[0] ?? "/";
}

/** The page a data request belongs to: what to come back to is a page, not its data. */
function pagePath(url: string): string {
  const [path = "/", query] = url.split("?");
  const page = path === "/_root.data" || path === "/_.data" ? "/" : path.replace(/\.data$/, "");
  const parameters = new URLSearchParams(query ?? "");
  parameters.delete("_routes");
  const rest = parameters.toString();
  return rest === "" ? page : `${page}?${rest}`;
}
