import { createServer } from "node:http";
import { join } from "node:path";
import type { Db } from "#db/client.ts";
import { probeDb } from "#db/accounts.ts";
import { resolveAccessToken } from "#server/accounts/access-tokens.ts";
import { createAccounts } from "#server/accounts/sign-in.ts";
import { createApi } from "#server/api/router.ts";
import { createCollab, type Collab } from "#server/collab/service.ts";
import type { AuditKeeper } from "#server/audit/port.ts";
import type { Config } from "#server/config.ts";
import type { Closing } from "#server/core/closing.ts";
import type { App, Clock } from "#server/core/context.ts";
import { randomIds } from "#server/core/ids.ts";
import type { Log } from "#server/core/log.ts";
import type { JobBoard } from "#server/jobs/port.ts";
import { createScheduler } from "#server/jobs/scheduler.ts";
import { createImportDesk } from "#server/imports/desk.ts";
import { createProjector } from "#server/plans/projector.ts";
import type { TextPort } from "#server/plans/text-port.ts";
import { createWriteBudget } from "#server/plans/write-budget.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";
import { createRealtime } from "#server/realtime/gateway.ts";
import { createIndexer } from "#server/search/indexer.ts";
import { serveAssets } from "./assets.ts";
import { openAudit } from "./audit.ts";
import { protectBareAnswers } from "./bare-answer.ts";
import { exposeCollab } from "./collab-metrics.ts";
import { prepareDemo, refuseOpenDemo } from "./demo.ts";
import { createDownloads } from "./downloads.ts";
import { createExpressApp } from "./express-app.ts";
import { prepareFirstDay } from "./first-day.ts";
import { jobsOf } from "./jobs.ts";
import { closeServer, listen } from "./listen.ts";
import { createHttpMetrics } from "./metrics.ts";
import { createOrigins } from "./origins.ts";
import { describeRequests } from "./request-info.ts";
import { createRequestLimits } from "./request-limits.ts";
import { openSecrets } from "./secret-key.ts";
import { createDoor } from "./sign-in.ts";
import { loadPages } from "./ssr.ts";
import { attachUpgrades } from "./upgrade.ts";
import { authenticate } from "./user.ts";

/** How often ended sessions are looked for, ms; their sockets close with them. */
const SWEEP_EVERY = 1_000;
/** A client slower than this with its headers or body is cut off, ms; with the checking interval headers within 10 s (catalogue D5). */
const HEADERS_WITHIN = 8_000;
const REQUEST_WITHIN = 30_000;

interface Ground {
  readonly config: Config;
  readonly log: Log;
  readonly db: Db;
  readonly clock: Clock;
  /** Gets what is opened here; closed in reverse order. */
  readonly opened: Closing;
}

/** Puts the parts together over an open, migrated database and listens. */
export async function serve({ config, log, db, clock, opened }: Ground) {
  const reportBug = (error: unknown) => log.error({ err: error }, "bug");
  const listeners: ((events: readonly DomainEvent[]) => void)[] = [];
  const app: App & { texts?: TextPort; auditKeeper?: AuditKeeper; jobs?: JobBoard } = {
    db,
    clock,
    ids: randomIds,
    deliver: (events) => deliverAll(listeners, events, reportBug),
    report: reportBug,
    planWrites: createWriteBudget(config.planWrites, clock),
    secrets: await openSecrets(db, config.secretFile),
    dataDir: config.dataDir,
    accountRules: { ...config.accounts, demo: config.demo },
    imports: createImportDesk(config.imports),
    ...(config.manageFrom === null ? {} : { manageFrom: config.manageFrom }),
  };
  await refuseOpenDemo(config, app);
  const metrics = createHttpMetrics();
  const keeper = await openAudit(config, app, metrics.registry, opened);
  app.auditKeeper = keeper;
  const scheduler = createScheduler(app, jobsOf({ keeper }));
  app.jobs = scheduler;
  const accounts = createAccounts(app, config);
  const origins = createOrigins(config);
  const projector = createProjector(app, reportBug);
  const indexer = createIndexer(app, reportBug);
  opened.add(() => indexer.drain());
  const journalFile = join(config.dataDir, "journal.sqlite");

  const collab = await createCollab({
    app,
    config: { journalFile, ...config.collab, drainDeadline: config.drainDeadline },
    authenticate: (req) => authenticate(accounts, req, config.secure),
    touch: (sessionId) => accounts.sessions.touch(sessionId),
    onEdited: (documentId, author) => projector.edited(documentId, author),
    log: ({ what, documentId, error }) => log.error({ documentId, err: error }, what),
  });
  let drained: Promise<void> | undefined;
  const drainCollab = (within: number) => (drained ??= collab.drain(within));
  opened.add(() => drainCollab(config.drainDeadline));
  app.texts = collab;
  const demo = await prepareDemo(config, app, collab);
  const firstDay = await prepareFirstDay(config, app);
  exposeCollab(metrics.registry, () => collab.metrics(), [`${journalFile}-wal`, join(config.dataDir, "app.sqlite-wal")]);

  const state = { draining: false };
  const door = createDoor(accounts, metrics, { secure: config.secure, absolute: config.session.absolute });
  const limits = createRequestLimits(config.requests, clock);
  const downloads = createDownloads();
  const http = createExpressApp({
    app,
    config,
    accounts,
    door,
    origins,
    limits,
    metrics,
    log,
    health: { reasons: () => reasonsNotReady(db, collab, state.draining) },
    api: createApi({
      app,
      accounts,
      door,
      limits,
      secure: config.secure,
      maxBody: config.maxBody,
      resolveToken: (token, address) => resolveAccessToken(app, token, address),
    }),
    assets: serveAssets(),
    pages: await loadPages({ maxBody: config.maxBody, maxFile: config.imports.maxFile }, downloads),
  });
  const server = createServer(
    { headersTimeout: HEADERS_WITHIN, requestTimeout: REQUEST_WITHIN, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 },
    http,
  );
  const realtime = createRealtime(server, {
    limits: config.events,
    app,
    authenticate: (req) => authenticate(accounts, req, config.secure),
    isOwnOrigin: (headers) => origins.isOwn(headers),
    report: reportBug,
  });
  // After Socket.IO has put itself first.
  protectBareAnswers(server);
  listeners.push(
    (events) => collab.deliver(events),
    (events) => realtime.announce(events),
    (events) => downloads.deliver(events),
    () => indexer.wake(),
  );
  attachUpgrades(server, {
    originAllowed: (req) => origins.isOwn(req.headers),
    collab: (req, socket, head) => collab.handleUpgrade(req, socket, head),
    socketIo: (req, socket, head) => realtime.handleUpgrade(req, socket, head),
  });
  describeRequests(server, { ids: app.ids, origins, trustedProxies: config.trustedProxies });

  void collab
    .heads()
    .then((heads) => projector.catchUp(heads))
    .catch(reportBug);
  indexer.wake();
  const sweep = setInterval(() => void accounts.sessions.sweep().catch(reportBug), SWEEP_EVERY).unref();
  const port = await listen(server, config.port, config.host);
  // Runs before the engine drains: sign-ins and projections still need the database and the texts.
  opened.add(async () => {
    state.draining = true;
    clearInterval(sweep);
    const jobsEnded = scheduler.stop(config.drainDeadline);
    const until = performance.now() + config.drainDeadline;
    const closed = closeServer(server, config.drainDeadline);
    realtime.close();
    // What is left of it the next start catches up with; the edits themselves come first.
    await projector.drain(config.drainDeadline / 3);
    await accounts.sessions.flush();
    await drainCollab(Math.max(0, until - performance.now()));
    await closed;
    await jobsEnded;
  });
  void scheduler.start().catch(reportBug);
  const origin = config.publicOrigin ?? `http://localhost:${port}`;
  return { port, origin, app, greeting: [`共研已启动：${origin}`, ...demo, ...firstDay(origin)] };
}

/** One listener's bug must not keep the others from what is committed. */
function deliverAll(
  listeners: readonly ((events: readonly DomainEvent[]) => void)[],
  events: readonly DomainEvent[],
  report: (error: unknown) => void,
): void {
  for (const listen of listeners) {
    try {
      listen(events);
    } catch (error) {
      report(error);
    }
  }
}

async function reasonsNotReady(db: Db, collab: Collab, draining: boolean): Promise<string[]> {
  const database = await probeDb(db);
  return [...(draining ? ["draining"] : []), ...(collab.healthy() ? [] : ["storage"]), ...(database ? [] : ["database"])];
}
