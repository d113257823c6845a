import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DEFAULT_LIMITS } from "#collab/limits.ts";
import { openDb, openSqlite, type Db } from "#db/client.ts";
import { lockDataDirectory } from "#db/lock.ts";
import { migrate } from "#db/migrate.ts";
import type { PersonId, SessionHash } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { readSessionCookie, sessionCookieName } from "#server/accounts/cookie.ts";
import type { Sessions } from "#server/accounts/sessions.ts";
import { createCollab, type Collab, type CollabConfig } from "#server/collab/service.ts";
import type { JournalFaults } from "#server/collab/journal-faults.ts";
import type { App } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { randomIds } from "#server/core/ids.ts";
import { createOrigins } from "#server/http/origins.ts";
import { attachUpgrades } from "#server/http/upgrade.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";
import { createTestSessions, seedWorld, WORKSPACE } from "./collab-world.ts";

export interface CollabServer extends AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  readonly dataDir: string;
  readonly db: Db;
  readonly app: App;
  readonly sessions: Sessions;
  readonly collab: Collab;
  /** Touched sessions, in order. */
  readonly touched: readonly string[];
  /** What onEdited was told. */
  readonly edited: readonly { documentId: string; author: string; seq: number }[];
  readonly logged: readonly { what: string }[];
  /** A new session of the person as a Cookie header value. */
  cookieOf(personId: PersonId): Promise<string>;
  endSession(id: SessionHash): Promise<void>;
  endMembership(personId: PersonId): Promise<void>;
  /** Drains and closes everything. */
  stop(): Promise<void>;
}

export interface CollabServerOptions {
  /** An existing directory; it is kept. Seeded when its database is empty. */
  readonly dataDir: string;
  readonly port?: number;
  readonly config?: Partial<CollabConfig>;
  readonly faults?: JournalFaults;
}

/** Upgrades, sessions, permissions and the collaboration engine on one port: the product without pages. */
export async function startCollabServer(options: CollabServerOptions): Promise<CollabServer> {
  const lock = lockDataDirectory(options.dataDir);
  const sqlite = openSqlite(join(options.dataDir, "gongyan.sqlite"));
  const db = openDb(sqlite);
  const fresh = (await migrate(db)).length > 0;
  if (fresh) await seedWorld(db, Date.now());

  const touched: string[] = [];
  const edited: { documentId: string; author: string; seq: number }[] = [];
  const logged: { what: string }[] = [];
  const deliver = (events: readonly DomainEvent[]): void => collab.deliver(events);
  const app: App = { db, clock: { now: () => Date.now() }, ids: randomIds, deliver };
  const sessions = createTestSessions(app);
  const collab: Collab = await createCollab({
    app,
    config: {
      journalFile: join(options.dataDir, "journal.sqlite"),
      limits: DEFAULT_LIMITS,
      socketsPerUser: 50,
      backpressure: 1024 * 1024,
      drainDeadline: 10_000,
      heartbeat: 10_000,
      sweepEvery: 1000,
      announceEvery: 50,
      ...options.config,
    },
    authenticate: (req) => sessions.resolve(readSessionCookie(req.headers.cookie, false)),
    touch: (sessionId) => void touched.push(sessionId),
    onEdited: (documentId, author, seq) => void edited.push({ documentId, author, seq }),
    log: (event) => void logged.push(event),
    ...(options.faults && { faults: options.faults }),
  });

  const server = createServer((_req, res) => res.writeHead(404).end());
  const origins = createOrigins({ publicOrigin: null, host: "127.0.0.1" });
  attachUpgrades(server, { originAllowed: (req) => origins.isOwn(req.headers), collab: (...args) => collab.handleUpgrade(...args) });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  // listen() on a TCP port answers with an AddressInfo.
  const { port } = server.address() as AddressInfo;

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll());
  async function stopAll(): Promise<void> {
    server.close();
    try {
      await collab.drain();
    } finally {
      server.closeAllConnections();
      await sessions.flush();
      await db.destroy();
      lock.release();
    }
  }

  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    dataDir: options.dataDir,
    db,
    app,
    sessions,
    collab,
    touched,
    edited,
    logged,
    cookieOf: async (personId) => {
      const session = { personId, address: "127.0.0.1", userAgent: "test", stage: "full", privileged: false } as const;
      const { token } = await inTransaction(createContext(app, null, "test"), (ctx) => sessions.start(ctx, session));
      return `${sessionCookieName(false)}=${token}`;
    },
    endSession: async (id) => {
      await inTransaction(createContext(app, null, "test"), (ctx) => sessions.end(ctx, id));
    },
    endMembership: async (personId) => {
      await db
        .updateTable("membership")
        .set({ ended_at: Date.now() })
        .where("person_id", "=", personId)
        .where("workspace_id", "=", WORKSPACE)
        .execute();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
