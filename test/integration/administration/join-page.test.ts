import { expect, test } from "vitest";
import { startProduct } from "#test/support/product.ts";
import { postForm } from "#test/support/sign-in-steps.ts";

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
