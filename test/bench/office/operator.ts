import type { PersonId, SessionHash } from "#db/schema.ts";
import type { App, Context } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { createImportDesk } from "#server/imports/desk.ts";

const LOGIN = "yunxing-ceshi";
const NAME = "系统运行岗";
/** The product allows a file 20 s; a busy machine is to be measured, not refused. */
const PATIENT = { time: 300_000, memory: 256 };

/** A system operator who imports, made without the steps of a first day, and acting without a session. */
export async function makeOperator(app: App): Promise<Context> {
  const personId = app.ids.next() as PersonId; // New ids are made here.
  const [asks, approves] = await app.db.selectFrom("person").select("id").orderBy("id").limit(2).execute();
  const person = { id: personId, login: LOGIN, login_key: LOGIN, display_name: NAME, mark: "系", password_hash: null };
  await app.db
    .insertInto("person")
    .values({ ...person, status: "active", created_at: app.clock.now(), is_demo: 0 })
    .execute();
  const signed = { granted_by: asks?.id ?? null, approved_by: approves?.id ?? null };
  await app.db
    .insertInto("operator_duty")
    .values({ person_id: personId, duty: "system", granted_at: app.clock.now(), ...signed, ended_at: null })
    .execute();
  const imports = createImportDesk({ maxFile: 10 * 1024 * 1024, maxRows: 50_000 }, PATIENT);
  const sessionId = app.ids.next() as SessionHash; // Names no session: the bench comes through no door.
  const user = { via: "session", personId, sessionId, login: LOGIN, displayName: NAME, mark: "系", hat: null, duty: "system" } as const;
  return createContext({ ...app, imports }, user, "bench");
}
