import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { nextCode, postForm, signInBySteps } from "#test/support/sign-in-steps.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { waitFor } from "#test/support/wait.ts";
import { giveDuty, makeAccount, makeInitialAccount, OWN_PASSWORD } from "#test/support/accounts.ts";

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});

afterAll(() => product.stop());

async function me(cookie: string): Promise<number> {
  const response = await product.fetch("/api/v1/me", { cookie });
  await response.arrayBuffer();
  return response.status;
}

async function apiSignIn(login: string, password: string) {
  const response = await product.fetch("/api/v1/sessions", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login, password }),
  });
  return {
    status: response.status,
    cookies: response.headers.getSetCookie(),
    body: (await response.json()) as { code?: string; detail?: string },
  };
}

describe("M1: a one-time password", () => {
  test("leads to a password of one's own and nowhere else, and works once", async () => {
    const made = await makeInitialAccount(product.app, "once");
    const first = await signInBySteps(product, { login: "once", password: made.initialPassword, newPassword: OWN_PASSWORD });
    expect(first.steps).toEqual(["/sign-in/password"]);
    expect(await me(first.cookie)).toBe(200);
    await expect(signInBySteps(product, { login: "once", password: made.initialPassword })).rejects.toThrow("密码不正确");
    expect((await apiSignIn("once", OWN_PASSWORD)).status).toBe(201);
  });

  test("is read in any case, with or without its dashes", async () => {
    const made = await makeInitialAccount(product.app, "spelling");
    const typed = ` ${made.initialPassword.toUpperCase().replaceAll("-", " ")}`;
    const { steps } = await signInBySteps(product, { login: "SPELLING", password: typed, newPassword: OWN_PASSWORD });
    expect(steps).toEqual(["/sign-in/password"]);
  });

  test("used twice at the same moment lets one in", async () => {
    const made = await makeInitialAccount(product.app, "racing");
    const attempts = Array.from({ length: 4 }, () => postForm(product, "/sign-in", { login: "racing", password: made.initialPassword }));
    const locations = (await Promise.all(attempts)).map(({ location }) => location);
    expect(locations.filter((location) => location === "/sign-in/password")).toHaveLength(1);
  });

  test("that has run out is refused", async () => {
    const made = await makeInitialAccount(product.app, "late");
    await product.app.db.updateTable("person").set({ initial_expires_at: Date.now() }).where("id", "=", made.personId).execute();
    expect((await postForm(product, "/sign-in", { login: "late", password: made.initialPassword })).location).toBeNull();
  });

  test("cannot be kept as the new password, nor can a weak one be taken", async () => {
    const made = await makeInitialAccount(product.app, "keeper");
    const { cookie } = await postForm(product, "/sign-in", { login: "keeper", password: made.initialPassword });
    const kept = await postForm(product, "/sign-in/password", { password: made.initialPassword, repeat: made.initialPassword }, cookie);
    expect(kept).toMatchObject({ status: 422, html: expect.stringContaining("不能与原来的相同") as unknown });
    const weak = await postForm(product, "/sign-in/password", { password: "anquangang2026", repeat: "anquangang2026" }, cookie);
    expect(weak).toMatchObject({ status: 422, html: expect.stringContaining("姓名") as unknown });
    const unlike = await postForm(product, "/sign-in/password", { password: OWN_PASSWORD, repeat: "other" }, cookie);
    expect(unlike).toMatchObject({ status: 422, html: expect.stringContaining("两次输入的密码不一致") as unknown });
  });
});

describe("M5: an operator", () => {
  test("sets up a second factor at the first sign-in and is asked for it at each further one", async () => {
    await makeAccount(product.app, "operator", { duty: "security" });
    const first = await signInBySteps(product, { login: "operator", password: OWN_PASSWORD });
    expect(first.steps).toEqual(["/sign-in/enrol"]);
    expect(first.authenticator?.recoveryCodes).toHaveLength(10);
    const second = await signInBySteps(product, { login: "operator", password: OWN_PASSWORD, authenticator: first.authenticator });
    expect(second.steps).toEqual(["/sign-in/verify"]);
    expect(await me(second.cookie)).toBe(200);
  });

  test("with a one-time password enrols first, then sets the password", async () => {
    const made = await makeInitialAccount(product.app, "both", { duty: "audit" });
    const { steps } = await signInBySteps(product, { login: "both", password: made.initialPassword, newPassword: OWN_PASSWORD });
    expect(steps).toEqual(["/sign-in/enrol", "/sign-in/password"]);
  });

  test("gets no session through the API and is told why, without spending anything", async () => {
    await makeAccount(product.app, "scripted", { duty: "system" });
    const refused = await apiSignIn("scripted", OWN_PASSWORD);
    expect(refused).toMatchObject({
      status: 403,
      cookies: [],
      body: { code: "stepsRequired", detail: expect.stringContaining("网页登录") as unknown },
    });
    const made = await makeInitialAccount(product.app, "scriptedOnce");
    expect((await apiSignIn("scriptedOnce", made.initialPassword)).body.code).toBe("stepsRequired");
    const { steps } = await signInBySteps(product, { login: "scriptedOnce", password: made.initialPassword, newPassword: OWN_PASSWORD });
    expect(steps).toEqual(["/sign-in/password"]);
  });

  test("who was given the duty while signed in is out until the second factor is done", async () => {
    const personId = await makeAccount(product.app, "promoted");
    const { cookie } = await signInBySteps(product, { login: "promoted", password: OWN_PASSWORD });
    expect(await me(cookie)).toBe(200);
    await giveDuty(product.app, personId, "system");
    expect(await me(cookie)).toBe(401);
  });

  test("has a code accepted once, which the database remembers, and a recovery code lets in once", async () => {
    await makeAccount(product.app, "replayed", { duty: "system" });
    const { authenticator } = await signInBySteps(product, { login: "replayed", password: OWN_PASSWORD });
    if (!authenticator) throw new Error("no authenticator");
    const enter = async (code: string) => {
      const { cookie } = await postForm(product, "/sign-in", { login: "replayed", password: OWN_PASSWORD });
      return (await postForm(product, "/sign-in/verify", { code }, cookie)).location;
    };
    const code = nextCode(authenticator);
    expect(await enter(code)).toBe("/");
    expect(await enter(code)).toBeNull();
    const { last_step } = await product.app.db
      .selectFrom("second_factor")
      .select("last_step")
      .orderBy("last_step", "desc")
      .executeTakeFirstOrThrow();
    expect(last_step).toBe(authenticator.lastStep);
    const [recovery = ""] = authenticator.recoveryCodes;
    expect(await enter(recovery.toUpperCase())).toBe("/");
    expect(await enter(recovery)).toBeNull();
  });

  test("M2: is locked by five wrong codes, and the password alone never clears their count", async () => {
    await makeAccount(product.app, "guessed", { duty: "audit" });
    const { authenticator } = await signInBySteps(product, { login: "guessed", password: OWN_PASSWORD });
    if (!authenticator) throw new Error("no authenticator");
    const answers: number[] = [];
    for (let i = 0; i < 5; i++) {
      const { cookie } = await postForm(product, "/sign-in", { login: "guessed", password: OWN_PASSWORD });
      answers.push((await postForm(product, "/sign-in/verify", { code: "000000" }, cookie)).status);
    }
    expect(answers).toEqual([422, 422, 422, 422, 422]);
    expect(await postForm(product, "/sign-in", { login: "guessed", password: OWN_PASSWORD })).toMatchObject({
      status: 423,
      location: null,
    });
  });
});

describe("a session whose steps are open", () => {
  test("is nobody for pages, API, sockets and documents", async () => {
    await makeAccount(product.app, "halfway", { duty: "system" });
    const { cookie = "" } = await postForm(product, "/sign-in", { login: "halfway", password: OWN_PASSWORD });
    expect(await me(cookie)).toBe(401);
    const page = await product.fetch("/manage", { cookie });
    expect([page.status, page.headers.get("location")]).toEqual([302, "/sign-in?next=%2Fmanage"]);
    const account = await product.fetch("/account/security", {
      cookie,
      method: "POST",
      body: new URLSearchParams({ intent: "revokeOthers" }),
    });
    expect(account.headers.get("location")).toContain("/sign-in");
    const socket = io(product.origin, { transports: ["websocket"], extraHeaders: { cookie, origin: product.origin }, reconnection: false });
    const failed = await new Promise((resolve) => {
      socket.once("connect", () => resolve("connected"));
      socket.once("connect_error", () => resolve("refused"));
    });
    socket.close();
    expect(failed).toBe("refused");
    const { id } = await product.app.db.selectFrom("document").select("id").executeTakeFirstOrThrow();
    const collab = new WebSocket(`${product.origin.replace("http", "ws")}/collab/${id}`, { headers: { cookie, origin: product.origin } });
    const closed = await new Promise<number>((resolve) => {
      collab.once("close", (code) => resolve(code));
      collab.once("error", () => resolve(-1));
    });
    expect(closed).toBe(4401);
  });

  test("is led back to its step from anywhere, until another account is asked for", async () => {
    const made = await makeInitialAccount(product.app, "wandering");
    const { cookie = "" } = await postForm(product, "/sign-in", { login: "wandering", password: made.initialPassword });
    const locationOf = async (path: string) => (await product.fetch(path, { cookie })).headers.get("location");
    expect(await locationOf("/sign-in?next=%2Fworkspaces")).toBe("/sign-in/password?next=%2Fworkspaces");
    expect(await locationOf("/sign-in/verify")).toBe("/sign-in/password");
    expect((await product.fetch("/sign-in?another", { cookie })).status).toBe(200);
    expect(await locationOf("/sign-in/password")).toBeNull();
  });

  test("G13: takes a new token at each step; the token of a step that is done is worth nothing", async () => {
    const made = await makeInitialAccount(product.app, "rotating", { duty: "security" });
    const begun = await postForm(product, "/sign-in", { login: "rotating", password: made.initialPassword });
    const page = await (await product.fetch("/sign-in/enrol", { cookie: begun.cookie ?? "" })).text();
    const key = /data-testid="factor-key">([A-Z2-7 ]+)</.exec(page)?.[1] ?? "";
    await postForm(product, "/sign-in/enrol", { intent: "confirm", code: nextCode({ key, recoveryCodes: [], lastStep: 0 }) }, begun.cookie);
    const enrolled = await postForm(product, "/sign-in/enrol", { intent: "goOn" }, begun.cookie);
    const done = await postForm(product, "/sign-in/password", { password: OWN_PASSWORD, repeat: OWN_PASSWORD }, enrolled.cookie);
    const tokens = [begun.cookie, enrolled.cookie, done.cookie];
    expect(new Set(tokens).size).toBe(3);
    expect(await Promise.all(tokens.map((cookie) => me(cookie ?? "")))).toEqual([401, 401, 200]);
    const stages = await product.app.db.selectFrom("session").select("stage").where("person_id", "=", made.personId).execute();
    expect(stages).toEqual([{ stage: "full" }]);
  });

  test("does not become whole by the enrolment of somebody else at the same step", async () => {
    await makeAccount(product.app, "raced", { duty: "system" });
    const thief = await postForm(product, "/sign-in", { login: "raced", password: OWN_PASSWORD });
    await signInBySteps(product, { login: "raced", password: OWN_PASSWORD });
    const tried = await postForm(product, "/sign-in/enrol", { intent: "goOn" }, thief.cookie);
    expect(tried.location).toContain("/sign-in?next");
    expect(await me(thief.cookie ?? "")).toBe(401);
  });

  test("cannot be planted: signing in with a stranger's cookie gives another one", async () => {
    await makeAccount(product.app, "fixed");
    const planted = `gongyan_session=${"a".repeat(52)}`;
    const answer = await postForm(product, "/sign-in", { login: "fixed", password: OWN_PASSWORD }, planted);
    expect(answer.cookie).not.toBe(planted);
    expect(await me(planted)).toBe(401);
    expect(await me(answer.cookie ?? "")).toBe(200);
  });

  test("is over after ten minutes", async () => {
    await makeAccount(product.app, "slow", { duty: "system" });
    const { cookie } = await postForm(product, "/sign-in", { login: "slow", password: OWN_PASSWORD });
    const row = () => product.app.db.selectFrom("session").selectAll().where("stage", "=", "enrol").where("user_agent", "!=", "").execute();
    const [stored] = (await row()).toSorted((a, b) => b.created_at - a.created_at);
    expect((stored?.expires_at ?? 0) - (stored?.created_at ?? 0)).toBe(600_000);
    await product.app.db
      .updateTable("session")
      .set({ expires_at: Date.now() - 1 })
      .where("id", "=", stored?.id ?? ("" as never))
      .execute();
    const page = await product.fetch("/sign-in/enrol", { cookie: cookie ?? "" });
    expect(page.headers.get("location")).toBe("/sign-in");
    await waitFor(async () => !(await row()).some(({ id }) => id === stored?.id));
  });
});

test("a phone number signs in however it is written, and shares the account's count of failures", async () => {
  const phone = `138${"0".repeat(7)}7`;
  await makeAccount(product.app, "phoned", { phone });
  const written = [
    phone,
    `+86 ${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`,
    [...phone].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(""),
  ];
  for (const login of written) expect((await apiSignIn(login, OWN_PASSWORD)).status).toBe(201);
  for (let i = 0; i < 5; i++) await apiSignIn(i % 2 === 0 ? phone : "phoned", "wrong");
  expect((await apiSignIn("phoned", OWN_PASSWORD)).status).toBe(423);
  expect((await apiSignIn(phone, OWN_PASSWORD)).status).toBe(423);
});
