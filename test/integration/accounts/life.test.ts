import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Duty } from "#db/schema-access.ts";
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { createAccount, enableAccount, preparePassword, resetPassword } from "#server/accounts/commands.ts";
import { tidyAccounts } from "#server/accounts/jobs.ts";
import { DomainError } from "#server/core/errors.ts";
import { makeDirectory, removeDirectory } from "#test/support/temp.ts";
import { addPerson, openWorld, type World } from "./world.ts";

const DAY = 24 * 3600_000;
const PHONE = `135${"0".repeat(8)}`;

let directory: string;
let world: World;

beforeEach(async () => {
  directory = makeDirectory();
  world = await openWorld(directory);
});

afterEach(async () => {
  await world.close();
  removeDirectory(directory);
});

const base = { displayName: "教师岗", organisationId: null, initial: true } as const;

function create(input: { login: string; displayName?: string; phone?: string }) {
  return inTransaction(world.ctx, (ctx) => createAccount(ctx, { ...base, ...input }));
}

/** Field names of a refusal with their messages. */
async function refusalOf(work: Promise<unknown>): Promise<Record<string, string>> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) throw new Error("not refused", { cause: error });
  return error.fields;
}

describe("R39: names of accounts", () => {
  test("are unique under width and case, and so is a phone number", async () => {
    await create({ login: "Teacher", phone: PHONE });
    expect(await refusalOf(create({ login: "ｔｅａｃｈｅｒ" }))).toEqual({ login: "这个登录名已有人使用，请换一个。" });
    expect(await refusalOf(create({ login: "other", phone: `+86 ${PHONE}` }))).toEqual({ phone: "这个手机号已用于另一个账号。" });
  });

  test.each([
    ["a", "登录名至少 2 个字。"],
    ["a".repeat(33), "登录名最多 32 个字。"],
    ["two words", "登录名只能用文字、数字、点、下划线和短横。"],
    ["<script>", "登录名只能用文字、数字、点、下划线和短横。"],
    [PHONE, "登录名不能是手机号；手机号另外填写，也可用来登录。"],
  ])("that read %s are refused", async (login, message) => {
    expect((await refusalOf(create({ login })))["login"]).toBe(message);
  });

  test("may not hide characters nobody sees", async () => {
    expect(Object.keys(await refusalOf(create({ login: "hidden", displayName: "教师\u202e岗" })))).toEqual(["displayName"]);
    expect(Object.keys(await refusalOf(create({ login: "phone", phone: "12345" })))).toEqual(["phone"]);
  });
});

describe("M1, M19: passwords", () => {
  test("stand in no row and no byte of the file, one-time ones and numbers neither", async () => {
    const { initialPassword, personId } = await create({ login: "sealed", phone: PHONE });
    const own = "泾渭分明-koala-59";
    const hash = await preparePassword(world.ctx, own, { login: "sealed", displayName: "教师岗" });
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(initialPassword).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    const bytes = readdirSync(directory).map((name) => readFileSync(join(directory, name)));
    expect(bytes.some((file) => file.includes("sealed"))).toBe(true);
    for (const secret of [initialPassword ?? "", (initialPassword ?? "").replaceAll("-", ""), PHONE, own]) {
      expect(bytes.filter((file) => file.includes(secret))).toHaveLength(0);
    }
    expect(await inTransaction(world.ctx, (ctx) => resetPassword(ctx, personId))).not.toBe(initialPassword);
  });

  test("that are weak make no account", async () => {
    const about = { login: "weak", displayName: "教师岗", phone: PHONE };
    expect(await refusalOf(preparePassword(world.ctx, "Password123!", about))).toEqual({
      password: expect.stringContaining("常见") as unknown,
    });
  });
});

describe("M6: accounts nobody uses", () => {
  async function operator(login: string, duty: Duty): Promise<PersonId> {
    const id = await addPerson(world.db, login, null);
    const row = { person_id: id, duty, granted_at: 0, granted_by: null, approved_by: null, ended_at: null };
    await world.db.insertInto("operator_duty").values(row).execute();
    return id;
  }

  async function statusOf(login: string) {
    return world.db.selectFrom("person").select(["status", "disabled_reason"]).where("login", "=", login).executeTakeFirstOrThrow();
  }

  async function seen(login: string, daysAgo: number): Promise<void> {
    const at = world.clock.now() - daysAgo * DAY;
    await world.db.updateTable("person").set({ created_at: 0, last_seen_at: at }).where("login", "=", login).execute();
  }

  test("for 90 days are disabled, those used a day later are not, nor those that were never used but are new", async () => {
    for (const [login, days] of [
      ["idle", 90],
      ["used", 89],
    ] as const) {
      await addPerson(world.db, login, null);
      await seen(login, days);
    }
    await create({ login: "newcomer" });
    await create({ login: "neverCame" });
    await world.db.updateTable("person").set({ created_at: 0 }).where("login", "=", "neverCame").execute();
    await tidyAccounts(world.app);
    const states = await Promise.all(["idle", "used", "newcomer", "neverCame"].map(async (login) => (await statusOf(login)).status));
    expect(states).toEqual(["disabled", "active", "active", "disabled"]);
    expect((await statusOf("idle")).disabled_reason).toBe("unused");
    const entries = await world.db.selectFrom("audit").select(["type", "actor_name"]).where("type", "=", "account.unused").execute();
    expect(entries).toEqual([
      { type: "account.unused", actor_name: "系统" },
      { type: "account.unused", actor_name: "系统" },
    ]);
  });

  test("stay enabled the night after an administrator enabled them again", async () => {
    const id = await addPerson(world.db, "back", null);
    await seen("back", 200);
    await tidyAccounts(world.app);
    await inTransaction(world.ctx, (ctx) => enableAccount(ctx, id));
    await tidyAccounts(world.app);
    expect((await statusOf("back")).status).toBe("active");
  });

  test("are disabled among operators too, but never the last of a duty", async () => {
    for (const login of ["auditOne", "auditTwo"]) await operator(login, "audit");
    await operator("onlySecurity", "security");
    for (const login of ["auditOne", "auditTwo", "onlySecurity"]) await seen(login, 300);
    await tidyAccounts(world.app);
    const audits = await Promise.all(["auditOne", "auditTwo"].map(async (login) => (await statusOf(login)).status));
    expect(audits.toSorted()).toEqual(["active", "disabled"]);
    expect((await statusOf("onlySecurity")).status).toBe("active");
  });

  test("lose a one-time password that ran out", async () => {
    const { personId } = await create({ login: "slow" });
    const hashOf = async () =>
      (await world.db.selectFrom("person").select("initial_hash").where("id", "=", personId).executeTakeFirstOrThrow()).initial_hash;
    world.clock.advance(14 * DAY - 1);
    await tidyAccounts(world.app);
    expect(await hashOf()).not.toBeNull();
    world.clock.advance(1);
    await tidyAccounts(world.app);
    expect(await hashOf()).toBeNull();
  });
});
