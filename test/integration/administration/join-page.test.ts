import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createAccounts } from "#server/accounts/sign-in.ts";
import { inviteToUnit } from "#server/administration/invitations.ts";
import { parseConfig } from "#server/config.ts";
import { createContext } from "#server/core/create-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { postForm } from "#test/support/sign-in-steps.ts";
import { waitFor } from "#test/support/wait.ts";

test("G5 the page of an invitation passes on no referrer, is in no index, and answers every wrong code alike", async () => {
  await using product = await startProduct({ env: { DEMO: "0" } });
  const answers = await Promise.all(
    ["0", "0000-0000-0000-0000-0000-0000-00", "x".repeat(90)].map((code) => product.fetch(`/join/${code}`)),
  );
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  for (const [index, answer] of answers.entries()) {
    expect(answer.status).toBe(404);
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("x-robots-tag")).toContain("noindex");
    expect(answer.headers.get("cache-control")).toContain("no-store");
    expect(texts[index]).toContain("邀请码不正确");
    expect(texts[index]).toContain('name="robots" content="noindex');
  }
});

test("M6 with DEMO=0 a fresh installation has no account at all and tells its set-up code once; in demo mode there is none", async () => {
  await using empty = await startProduct({ env: { DEMO: "0" } });
  expect(await empty.app.db.selectFrom("person").select("id").execute()).toEqual([]);
  const line = empty.greeting.find((text) => text.includes("/setup")) ?? "";
  const code = /设置码 ([0-9a-z-]+)/.exec(line)?.[1] ?? "";
  expect(code).toMatch(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
  // Nobody can sign in yet: the page says where to begin.
  expect((await empty.fetch("/sign-in")).headers.get("location")).toBe("/setup");
  const password = "泾渭分明-koala-59";
  const form = { displayName: "系统岗", login: "system", password, passwordAgain: password };
  // A browser that says same-origin beside the origin "null" is believed; a sandboxed page cannot say so.
  const foreign = await empty.fetch("/setup", {
    method: "POST",
    headers: { origin: "null" },
    body: new URLSearchParams({ ...form, code }),
  });
  expect(foreign.status).toBe(403);
  const made = await postForm(empty, "/setup", { ...form, code });
  expect(made.location).toContain("/sign-in/enrol");
  expect((await empty.fetch("/setup")).status).toBe(404);
  expect((await empty.fetch("/sign-in")).status).toBe(200);
  expect((await postForm(empty, "/setup", { ...form, login: "again", code })).status).toBe(404);

  await using demo = await startProduct();
  expect(demo.greeting.some((text) => text.includes("/setup"))).toBe(false);
  expect((await demo.fetch("/setup")).status).toBe(404);
});

/** The code of an invitation that the person of the cookie has written. */
async function invite({ app }: Product, cookie: string): Promise<string> {
  const user = await createAccounts(app, parseConfig({})).sessions.resolve(cookie.split("=")[1] ?? "");
  const ctx = createContext(app, user, "test");
  const grant = await authorizeOffice(ctx, "people.invite");
  const organisationId = grant.by.flatMap((held) => ("unit" in held ? [held.unit] : []))[0];
  return (await inviteToUnit(ctx, grant, { organisationId, role: "" })).code;
}

test("G5 an invitation refused on its page leaves no code in the audit log and none in its copy, however its address was written", async () => {
  await using product = await startProduct();
  const cookie = await product.signIn("unitAdmin");
  const code = await invite(product, cookie);
  for (const path of [`/join/${code}`, `/JOIN/${code}/`, `/%6aoin/${code}`, `/join/${code}.data`]) {
    expect(`${path} ${(await postForm(product, path, { intent: "accept" }, cookie)).status}`).toBe(`${path} 403`);
  }
  const denied = () => product.app.db.selectFrom("audit").select("object_id as id").where("type", "=", "access.denied").execute();
  await waitFor(async () => (await denied()).length > 0);
  expect(await denied()).toEqual([{ id: "/join/…" }]);
  expect(JSON.stringify(await product.app.db.selectFrom("audit").selectAll().execute())).not.toContain(code);
  // Whoever stops it writes what is left of the copy.
  await product.stop();
  const folder = join(product.dataDir, "audit");
  const copy = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("");
  expect(copy).toContain("access.denied");
  expect(copy).not.toContain(code);
});
