import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDb, openSqlite, type Db } from "#db/client.ts";
import { insertAuditEntries } from "#db/audit.ts";
import { migrate } from "#db/migrate.ts";
import { inviteToDuty } from "#server/administration/invitations.ts";
import { joinAsNew } from "#server/administration/joining.ts";
import { createFirstOperator, renewSetupCode } from "#server/administration/setup.ts";
import { AUDIT_TYPES } from "#server/audit/contract.ts";
import { createAuditKeeper } from "#server/audit/keeper.ts";
import type { App } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { randomIds } from "#server/core/ids.ts";
import { openWorld, PASSWORD } from "#test/integration/administration/world.ts";
import { startProduct } from "#test/support/product.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";
import { tourAccounts } from "./tour-accounts.ts";
import { tourContent } from "./tour-content.ts";
import { tourOffices } from "./tour-offices.ts";
import { openTour, TOUR_SETTINGS } from "./tour-world.ts";

const DAY = 86_400_000;
/** Signing in some thirty times, on a busy machine. */
const SLOW = 240_000;

const entriesOf = (db: Db) => db.selectFrom("audit").selectAll().orderBy("id").execute();
type Entry = Awaited<ReturnType<typeof entriesOf>>[number];

/** A running product from start to stop and a start with another setting. */
async function useProduct(): Promise<Entry[]> {
  const dataDir = tempDirectory();
  const tour = await openTour(dataDir);
  await tourAccounts(tour);
  await tourOffices(tour);
  await tourContent(tour);
  const cookie = await tour.product.signIn("auditor");
  await tour.product.fetch("/manage/audit", { cookie });
  await (await tour.product.fetch("/manage/audit/export?format=csv", { cookie })).text();
  await tour.product.fetch("/manage/audit", { cookie, method: "POST" });
  await waitFor(() => tour.db.selectFrom("audit").select("id").where("type", "=", "audit.verified").executeTakeFirst(), { timeout: SLOW });
  await tour.product.stop();
  await using again = await startProduct({ dataDir, env: { ...TOUR_SETTINGS, SESSION_IDLE_MINUTES: "20" } });
  return await entriesOf(again.app.db);
}

/** The first day of an empty installation. */
async function setUp(): Promise<Entry[]> {
  const { db, app, nobody, as, grant } = await openWorld();
  const code = (await renewSetupCode(app)) ?? "";
  const form = (login: string) => ({ displayName: login, login, password: PASSWORD, passwordAgain: PASSWORD });
  await createFirstOperator(nobody(), { ...form("system"), code: "0000-0000-0000-0000" }).catch(() => undefined);
  await createFirstOperator(nobody(), { ...form("system"), code });
  const { id } = await db.selectFrom("person").select("id").where("login", "=", "system").executeTakeFirstOrThrow();
  for (const duty of ["security", "audit"]) {
    const invited = await inviteToDuty(await as(id), await grant(id, "duties.request"), { duty });
    await joinAsNew(nobody(), invited.code, form(duty));
  }
  return entriesOf(db);
}

/** A log that is old enough to be sealed, and then does not agree with itself. */
async function sealAndDamage(): Promise<Entry[]> {
  const folder = tempDirectory();
  const file = join(folder, "app.sqlite");
  const db = openDb(openSqlite(file));
  await migrate(db);
  const app: App = { db, clock: Date, ids: randomIds, deliver: () => undefined };
  const keeper = createAuditKeeper({ app, file, folder: join(folder, "audit"), keep: 400 * DAY });
  onTestFinished(async () => {
    await keeper.close();
    await db.destroy();
  });
  const entries = Array.from({ length: 450 }, (_, i) => ({
    ...{
      at: Date.now() - (450 - i) * DAY,
      actor_id: null,
      actor_name: "系统",
      actor_hat: "system",
      address: "system",
      type: "system.started",
    },
    ...{ object_kind: "system", object_id: "-", workspace_id: null, outcome: "success" as const, detail: "{}" },
  }));
  await db.transaction().execute((trx) => insertAuditEntries(trx, entries));
  await keeper.open();
  for (const job of keeper.jobs) if (job.name === "audit.archive") await job.run(app);
  const forger = openSqlite(file);
  // Whoever has the file can take the triggers off; the chain tells.
  for (const { name } of forger
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='audit'")
    .all())
    forger.exec(`DROP TRIGGER "${name}"`);
  forger.exec("UPDATE audit SET actor_name = '无名' WHERE id = 300");
  forger.close();
  await keeper.verify(createContext(app, null, "test"));
  return entriesOf(db);
}

test(
  "M10, M11: a tour through every kind of act leaves an entry of every type, with no field left out",
  async () => {
    const entries = [...(await useProduct()), ...(await setUp()), ...(await sealAndDamage())];
    const seen = new Set(entries.map(({ type }) => type));
    const missing = Object.keys(AUDIT_TYPES).filter((type) => !seen.has(type));
    process.stdout.write(`M10: types of events missing after the tour: ${missing.length} of ${Object.keys(AUDIT_TYPES).length}\n`);
    expect(missing).toEqual([]);
    expect([...seen].filter((type) => !Object.hasOwn(AUDIT_TYPES, type))).toEqual([]);

    const lacking = entries.filter(({ at, address, actor_hat, object_kind, object_id, outcome, detail }) =>
      [at, address, actor_hat, object_kind, object_id, outcome, detail].some((field) => field === null || field === "" || field === 0),
    );
    const unnamed = entries.filter(
      ({ actor_hat, actor_id, actor_name }) => actor_hat !== "none" && (actor_name === "" || actor_id === null),
    );
    const persons = unnamed.filter(({ actor_hat }) => actor_hat !== "system");
    process.stdout.write(`M11: entries with a field left out: ${lacking.length + persons.length} of ${entries.length}\n`);
    expect([...lacking, ...persons].map(({ type }) => type)).toEqual([]);
  },
  SLOW,
);
