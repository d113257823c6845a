import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openDb, openSqlite, type Db } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { loadReference } from "#db/reference.ts";
import type { DocumentId, OrganisationId, PersonId, SessionHash, WorkspaceId } from "#db/schema.ts";
import type { App, Context, SessionUser } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { randomIds } from "#server/core/ids.ts";
import { createSecrets } from "#server/core/secrets.ts";
import { loadDemo } from "#server/demo/load.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";
import { createMemoryTexts, type MemoryTexts } from "./memory-texts.ts";
import { tempDirectory } from "./temp.ts";

export interface Province {
  readonly db: Db;
  readonly app: App;
  readonly texts: MemoryTexts;
  /** Everything delivered after a commit, in order. */
  readonly events: DomainEvent[];
  /** Handlers of events, for a gateway that is made later. */
  readonly listeners: Set<(events: readonly DomainEvent[]) => void>;
  clock: { now(): number; set(now: number): void };
  user(login: string): Promise<SessionUser>;
  as(login: string): Promise<Context>;
  workspace(title: string): Promise<WorkspaceId>;
  document(titlePart: string): Promise<DocumentId>;
  organisation(name: string): Promise<OrganisationId>;
}

/** A migrated file with the reference data and nothing else. Only inside a test. */
export async function openEmptyDb(): Promise<Db> {
  const db = openDb(openSqlite(join(tempDirectory(), "gongyan.db")));
  onTestFinished(() => db.destroy());
  await migrate(db);
  await loadReference(db);
  return db;
}

/** The demo province in a file of its own, its texts in memory. Sessions are made on request, not by signing in. */
export async function openProvince(): Promise<Province> {
  const db = await openEmptyDb();
  const texts = createMemoryTexts();
  const events: DomainEvent[] = [];
  const listeners = new Set<(events: readonly DomainEvent[]) => void>();
  let offset = 0;
  const clock = { now: () => Date.now() + offset, set: (now: number) => (offset = now - Date.now()) };
  const deliver = (delivered: readonly DomainEvent[]) => {
    events.push(...delivered);
    for (const listener of listeners) listener(delivered);
  };
  const app: App = { db, clock, ids: randomIds, deliver, texts, secrets: createSecrets(Buffer.alloc(32, 7)) };
  await loadDemo({ db, texts, ids: randomIds, clock, hashPassword: async () => "$argon2id$none" }, "unused");

  const user = async (login: string): Promise<SessionUser> => {
    const row = await db.selectFrom("person").selectAll().where("login_key", "=", login.toLowerCase()).executeTakeFirstOrThrow();
    const sessionId = randomIds.next() as SessionHash;
    const now = clock.now();
    const session = { id: sessionId, person_id: row.id, created_at: now, last_active_at: now, expires_at: now + 3_600_000 };
    await db
      .insertInto("session")
      .values({ ...session, user_agent: "", address: "" })
      .execute();
    const duty = await db
      .selectFrom("operator_duty")
      .select("duty")
      .where("person_id", "=", row.id)
      .where("ended_at", "is", null)
      .executeTakeFirst();
    return {
      via: "session",
      personId: row.id satisfies PersonId,
      sessionId,
      login,
      displayName: row.display_name,
      mark: row.mark,
      hat: null,
      duty: duty?.duty ?? null,
    };
  };
  return {
    db,
    app,
    texts,
    events,
    listeners,
    clock,
    user,
    as: async (login) => createContext(app, await user(login), "test"),
    workspace: async (title) => (await db.selectFrom("workspace").select("id").where("title", "=", title).executeTakeFirstOrThrow()).id,
    document: async (part) =>
      (await db.selectFrom("document").select("id").where("title", "like", `%${part}%`).executeTakeFirstOrThrow()).id,
    organisation: async (name) => (await db.selectFrom("organisation").select("id").where("name", "=", name).executeTakeFirstOrThrow()).id,
  };
}
