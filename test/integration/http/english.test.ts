import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startProduct, type Product } from "#test/support/product.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";
import { sendRaw } from "./raw.ts";

let product: Product;
let session: string;

beforeAll(async () => {
  product = await startProduct();
  session = await product.signIn("unitAdmin");
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

const LANGUAGES = { zh: "gongyan_language=zh", en: "gongyan_language=en" } as const;

async function send(path: string, cookie: string, fields: Record<string, string>): Promise<string> {
  const answer = await product.fetch(path, {
    method: "POST",
    cookie,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });
  return answer.text();
}

describe("what the server refuses is said in the language of the page", () => {
  test.each([
    ["zh", "登录名或密码不正确。", "The sign-in name or the password is wrong."],
    ["en", "The sign-in name or the password is wrong.", "登录名或密码不正确。"],
  ] as const)("after a wrong password at sign-in (%s)", async (language, said, other) => {
    const page = await send("/sign-in", LANGUAGES[language], { login: "nobody-here", password: "wrong-password-59" });
    expect(page).toContain(said);
    expect(page).not.toContain(other);
  });

  test.each([
    ["zh", "密码至少10位。", "A password has at least"],
    ["en", "A password has at least 10 characters.", "密码至少"],
  ] as const)("at the field of a new password that is too short, its number in it (%s)", async (language, said, other) => {
    const fields = { intent: "password", current: DEMO_PASSWORD, password: "short-9", repeat: "short-9" };
    const answer = await send("/account/security.data", `${session}; ${LANGUAGES[language]}`, fields);
    expect(answer).toContain(said);
    expect(answer).not.toContain(other);
  });

  test.each([
    ["zh", "邀请码不正确。"],
    ["en", "The invitation code is wrong."],
  ] as const)("where a page itself holds the reason, as that of a wrong invitation code (%s)", async (language, said) => {
    const answer = await product.fetch("/join/aaaa-bbbb-cccc", { cookie: LANGUAGES[language] });
    expect({ status: answer.status, said: (await answer.text()).includes(said) }).toEqual({ status: 404, said: true });
  });

  test.each([
    ["zh", "只有表头，没有数据行。"],
    ["en", "There are headings only and no rows."],
  ] as const)("of a file that could not be imported, though it was kept in Chinese (%s)", async (language, said) => {
    const cookie = `${session}; ${LANGUAGES[language]}`;
    const body = new FormData();
    body.append("file", new Blob(["单位名称,单位类型\n"]), "学校.csv");
    const uploaded = await product.fetch("/manage/import/organisations", { method: "POST", body, cookie });
    const batch = await product.fetch(uploaded.headers.get("location") ?? "", { cookie });
    expect(await batch.text()).toContain(said);
  });

  test.each([
    ["zh", 'lang="zh-CN"', "请求的地址无法识别。"],
    ["en", 'lang="en"', "The address of the request could not be read."],
  ] as const)("before any page is reached (%s)", async (language, lang, said) => {
    const headers = { host: `127.0.0.1:${product.port}`, cookie: LANGUAGES[language] };
    const { text } = await sendRaw({ port: product.port, path: "/%00", headers });
    expect(text).toContain(lang);
    expect(text).toContain(said);
  });

  test("the API keeps its own words, whatever the pages of this browser speak", async () => {
    const answer = await product.fetch("/api/v1/me", { cookie: LANGUAGES.en });
    expect(await answer.json()).toMatchObject({ code: "unauthenticated", detail: "请先登录。" });
  });
});
