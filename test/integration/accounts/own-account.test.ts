import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HatId, PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { disableAccount, enableAccount, resetPassword, resetSecondFactor, unlockSignIn } from "#server/accounts/commands.ts";
import { changePhone, confirmPassword, revokeSession, wearHat } from "#server/accounts/own-account.ts";
import { getSecurity } from "#server/accounts/own-queries.ts";
import { getAccount } from "#server/accounts/queries.ts";
import { createAccounts, type Accounts } from "#server/accounts/sign-in.ts";
import { parseConfig } from "#server/config.ts";
import type { TrxContext } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { makeAccount, OWN_PASSWORD } from "#test/support/accounts.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { postForm, signInBySteps } from "#test/support/sign-in-steps.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";
import { waitFor } from "#test/support/wait.ts";

let product: Product;
let accounts: Accounts;

beforeAll(async () => {
  product = await startProduct({ env: { SESSIONS_PER_USER: "3" } });
  accounts = createAccounts(product.app, parseConfig({}));
});

afterAll(() => product[Symbol.asyncDispose]());

async function alive(cookie: string): Promise<boolean> {
  const response = await product.fetch("/api/v1/me", { cookie });
  await response.arrayBuffer();
  return response.status === 200;
}

async function contextOf(cookie: string) {
  const user = await accounts.sessions.resolve(cookie.split("=")[1] ?? "");
  if (user === null) throw new Error("no session");
  return { user, ctx: createContext(product.app, user, "test", "203.0.113.9") };
}

/** As an administrator's use case does: in a transaction of its own. */
function administer<T>(act: (ctx: TrxContext) => Promise<T>): Promise<T> {
  return inTransaction(createContext(product.app, null, "test"), act);
}

async function auditOf(personId: PersonId): Promise<string[]> {
  const rows = await product.app.db
    .selectFrom("audit")
    .select("type")
    .where((eb) => eb.or([eb("actor_id", "=", personId), eb("object_id", "=", personId)]))
    .orderBy("id")
    .execute();
  return rows.map(({ type }) => type);
}

describe("M6: sessions of one person", () => {
  test("are three at most here: the oldest ends, and the log says so", async () => {
    const personId = await makeAccount(product.app, "many");
    const cookies: string[] = [];
    for (let i = 0; i < 4; i++) cookies.push(await product.signIn("many", OWN_PASSWORD));
    expect(await Promise.all(cookies.map(alive))).toEqual([false, true, true, true]);
    expect((await auditOf(personId)).filter((type) => type === "session.displaced")).toHaveLength(1);
  });

  test("started at the same moment are no more than allowed either", async () => {
    await makeAccount(product.app, "rushing");
    const cookies = await Promise.all(Array.from({ length: 8 }, () => product.signIn("rushing", OWN_PASSWORD)));
    expect((await Promise.all(cookies.map(alive))).filter(Boolean)).toHaveLength(3);
  });

  test("are ended one by one by their handles, which tell nothing of the stored hash, and never somebody else's", async () => {
    await makeAccount(product.app, "owner");
    await makeAccount(product.app, "stranger");
    const [one, two] = [await product.signIn("owner", OWN_PASSWORD), await product.signIn("owner", OWN_PASSWORD)];
    const foreign = await product.signIn("stranger", OWN_PASSWORD);
    const owner = await contextOf(two);
    const { devices } = await getSecurity(owner.ctx, accounts.sessions);
    expect(devices.map(({ isThis }) => isThis)).toEqual([true, false]);
    const stored = await product.app.db.selectFrom("session").select("id").execute();
    for (const { handle } of devices) expect(stored.some(({ id }) => id.includes(handle))).toBe(false);
    const other = devices.find(({ isThis }) => !isThis)?.handle ?? "";
    await revokeSession((await contextOf(foreign)).ctx, accounts, other);
    expect(await alive(one)).toBe(true);
    await revokeSession(owner.ctx, accounts, other);
    expect([await alive(one), await alive(two), await alive(foreign)]).toEqual([false, true, true]);
  });
});

describe("G13: no session is valid", () => {
  test("after the password was changed on another device, reset by an administrator, or the account disabled", async () => {
    const personId = await makeAccount(product.app, "ended");
    const first = await product.signIn("ended", OWN_PASSWORD);
    const changing = await product.signIn("ended", OWN_PASSWORD);
    const next = "雁塔晨钟-ferry-36";
    const changed = await postForm(
      product,
      "/account/security",
      { intent: "password", current: OWN_PASSWORD, password: next, repeat: next },
      changing,
    );
    expect(changed.status).toBe(302);
    expect([await alive(first), await alive(changing), await alive(changed.cookie ?? "")]).toEqual([false, false, true]);

    const initial = await administer((ctx) => resetPassword(ctx, personId));
    expect(await alive(changed.cookie ?? "")).toBe(false);
    const { cookie } = await signInBySteps(product, { login: "ended", password: initial, newPassword: OWN_PASSWORD });
    expect(await alive(cookie)).toBe(true);

    await administer((ctx) => disableAccount(ctx, personId, "administrator"));
    expect(await alive(cookie)).toBe(false);
    await expect(product.signIn("ended", OWN_PASSWORD)).rejects.toThrow("401");
    await administer((ctx) => enableAccount(ctx, personId));
    expect(await alive(await product.signIn("ended", OWN_PASSWORD))).toBe(true);
    const types = await auditOf(personId);
    for (const type of ["password.changed", "password.reset", "account.disabled", "account.enabled", "session.refused"])
      expect(types).toContain(type);
  });

  test("after leaving by the door: the token is refused everywhere", async () => {
    await makeAccount(product.app, "leaver");
    const cookie = await product.signIn("leaver", OWN_PASSWORD);
    await postForm(product, "/sign-out", {}, cookie);
    expect(await alive(cookie)).toBe(false);
    expect((await product.fetch("/socket.io/?EIO=4&transport=polling", { cookie })).status).toBe(403);
  });
});

describe("asking for the password again", () => {
  test("counts wrong ones like sign-in does: the fifth locks, an administrator unlocks", async () => {
    const personId = await makeAccount(product.app, "guarded");
    const { ctx } = await contextOf(await product.signIn("guarded", OWN_PASSWORD));
    for (let i = 0; i < 5; i++) {
      await expect(confirmPassword(ctx, accounts, "wrong")).rejects.toMatchObject({
        code: "invalid",
        fields: { current: expect.stringContaining("密码") as unknown },
      });
    }
    await expect(confirmPassword(ctx, accounts, OWN_PASSWORD)).rejects.toMatchObject({ code: "accountLocked" });
    await expect(product.signIn("guarded", OWN_PASSWORD)).rejects.toThrow("423");
    await administer((trx) => unlockSignIn(trx, personId));
    await confirmPassword(ctx, accounts, OWN_PASSWORD);
    expect(await auditOf(personId)).toEqual(expect.arrayContaining(["session.locked", "session.unlocked"]));
  });

  test("comes before a phone number is changed, and a number serves one account only", async () => {
    const phone = `136${"0".repeat(8)}`;
    await makeAccount(product.app, "first", { phone });
    await makeAccount(product.app, "second");
    const { ctx } = await contextOf(await product.signIn("second", OWN_PASSWORD));
    await expect(changePhone(ctx, accounts, { phone: "12345", current: OWN_PASSWORD })).rejects.toMatchObject({
      fields: { phone: expect.stringContaining("11 位") as unknown },
    });
    await expect(changePhone(ctx, accounts, { phone, current: OWN_PASSWORD })).rejects.toMatchObject({
      fields: { phone: expect.stringContaining("另一个账号") as unknown },
    });
    await expect(changePhone(ctx, accounts, { phone: null, current: "wrong" })).rejects.toMatchObject({
      fields: { current: expect.anything() as unknown },
    });
  });
});

test("the own name is changed on the account page, never to one with characters nobody sees", async () => {
  const personId = await makeAccount(product.app, "renamed");
  const cookie = await product.signIn("renamed", OWN_PASSWORD);
  const rename = async (displayName: string, mark = "岗") =>
    (await postForm(product, "/account?index", { intent: "profile", displayName, mark }, cookie)).status;
  expect([await rename("新的岗位"), await rename("新\u202e位"), await rename(""), await rename("岗位", "两字")]).toEqual([
    200, 422, 422, 422,
  ]);
  const row = await product.app.db
    .selectFrom("person")
    .select(["display_name", "mark"])
    .where("id", "=", personId)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ display_name: "新的岗位", mark: "岗" });
  expect(await auditOf(personId)).toContain("account.changed");
});

describe("hats", () => {
  async function hatsOf(cookie: string) {
    const { ctx } = await contextOf(cookie);
    return getAccount(ctx);
  }

  test("are put on in a session of its own with the same end; the old token is worth nothing", async () => {
    const cookie = await product.signIn("regionOfficer02");
    const { hats } = await hatsOf(cookie);
    expect(hats).toHaveLength(2);
    const before = await product.app.db
      .selectFrom("session")
      .select("expires_at")
      .where("id", "=", (await contextOf(cookie)).user.sessionId)
      .executeTakeFirstOrThrow();
    const worn = await postForm(product, "/hat", { hat: hats[1]?.id ?? "" }, cookie);
    expect(worn.location).toBe("/");
    expect([await alive(cookie), await alive(worn.cookie ?? "")]).toEqual([false, true]);
    const { user } = await contextOf(worn.cookie ?? "");
    expect(user.hat).toMatchObject({ id: hats[1]?.id, role: hats[1]?.role });
    const after = await product.app.db
      .selectFrom("session")
      .select("expires_at")
      .where("id", "=", user.sessionId)
      .executeTakeFirstOrThrow();
    expect(after).toEqual(before);
    expect(await auditOf(user.personId)).toContain("session.hatChanged");
  });

  test("of somebody else, or made up, cannot be put on", async () => {
    const cookie = await product.signIn("schoolTeacher");
    const foreign = (await hatsOf(await product.signIn("holderHost"))).hats[0]?.id ?? ("" as HatId);
    const { ctx } = await contextOf(cookie);
    const from = { address: "", userAgent: "" };
    await expect(wearHat(ctx, accounts, foreign, from)).rejects.toMatchObject({ code: "notFound" });
    await expect(wearHat(ctx, accounts, "nothing" as HatId, from)).rejects.toMatchObject({ code: "notFound" }); // No row has this id.
    expect(await alive(cookie)).toBe(true);
  });

  test("are gone when their term is over, and the session that wears one with it: none comes back to all roles by losing its own", async () => {
    const cookie = await product.signIn("regionOfficer02");
    const { hats } = await hatsOf(cookie);
    const [kept, over] = hats;
    const worn = await postForm(product, "/hat", { hat: over?.id ?? "" }, cookie);
    await product.app.db
      .updateTable("role_assignment")
      .set({ valid_to: Date.now() - 1 })
      .where("id", "=", over?.id ?? ("" as HatId))
      .execute();
    expect(await alive(worn.cookie ?? "")).toBe(false);
    const account = await hatsOf(await product.signIn("regionOfficer02"));
    expect(account.hats.map(({ id }) => id)).toEqual([kept?.id]);
  });
});

test("M3: an operator's session is over after ten idle minutes, the API and the pages then know nobody", async () => {
  const cookie = await product.signIn("securityAdmin", DEMO_PASSWORD);
  const { user } = await contextOf(cookie);
  expect(await alive(cookie)).toBe(true);
  const idle = Date.now() - 10 * 60_000;
  const { sessions } = createAccounts({ ...product.app, clock: { now: () => Date.now() } }, parseConfig({}));
  await product.app.db.updateTable("session").set({ last_active_at: idle }).where("id", "=", user.sessionId).execute();
  expect(await sessions.resolve(cookie.split("=")[1] ?? "")).toBeNull();
  await waitFor(async () => !(await alive(cookie)));
});

test("a second factor taken away by two administrators ends the sessions and is set up anew", async () => {
  const personId = await makeAccount(product.app, "refactored", { duty: "audit" });
  const first = await signInBySteps(product, { login: "refactored", password: OWN_PASSWORD });
  await administer((ctx) => resetSecondFactor(ctx, personId));
  expect(await alive(first.cookie)).toBe(false);
  const { steps } = await signInBySteps(product, { login: "refactored", password: OWN_PASSWORD });
  expect(steps).toEqual(["/sign-in/enrol"]);
});
