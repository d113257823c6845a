import { join } from "node:path";
import { openDb, openSqlite, type Db } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import type { PersonId } from "#db/schema.ts";
import { createAccounts, type Accounts } from "#server/accounts/sign-in.ts";
import { loginKey } from "#server/accounts/queries.ts";
import { hashPassword } from "#server/accounts/passwords.ts";
import { parseConfig } from "#server/config.ts";
import type { App, Context } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { randomIds } from "#server/core/ids.ts";
import { createSecrets, loadSecretKey } from "#server/core/secrets.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";

export const PASSWORD = "正确的密码-correct-1";

export interface World {
  readonly db: Db;
  readonly app: App;
  readonly accounts: Accounts;
  readonly ctx: Context;
  readonly events: DomainEvent[];
  readonly clock: { now(): number; advance(ms: number): void };
  close(): Promise<void>;
}

/** The accounts of one process over a database file, with a clock the test moves. */
export async function openWorld(directory: string, now: number = Date.parse("2026-11-21T08:00:00+08:00")): Promise<World> {
  const db = openDb(openSqlite(join(directory, "app.sqlite")));
  await migrate(db);
  const events: DomainEvent[] = [];
  const clock = { at: now, now: () => clock.at, advance: (ms: number) => void (clock.at += ms) };
  const app: App = {
    db,
    clock,
    ids: randomIds,
    deliver: (delivered) => void events.push(...delivered),
    secrets: createSecrets(loadSecretKey(join(directory, "secret.key"))),
  };
  const config = parseConfig({});
  return {
    db,
    app,
    accounts: createAccounts(app, config),
    ctx: createContext(app, null, "request"),
    events,
    clock,
    close: () => db.destroy(),
  };
}

/** A person who signs in with PASSWORD, unless another password (null: none) is given. */
export async function addPerson(db: Db, login: string, password: string | null = PASSWORD): Promise<PersonId> {
  // Test ids are made here and nowhere else.
  const id = randomIds.next() as PersonId;
  await db
    .insertInto("person")
    .values({
      id,
      login,
      login_key: loginKey(login),
      display_name: login,
      mark: "人",
      password_hash: password === null ? null : await hashPassword(password),
      status: "active",
      created_at: 0,
      is_demo: 0,
    })
    .execute();
  return id;
}
