import { describe, expect, test } from "vitest";
import { startProductProcess, type ProductProcess } from "#test/support/product-process.ts";
import { nextCode, postForm, type Authenticator } from "#test/support/sign-in-steps.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";

async function attempt(product: ProductProcess, login: string, password: string): Promise<number> {
  const response = await product.fetch("/api/v1/sessions", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login, password }),
  });
  await response.arrayBuffer();
  return response.status;
}

async function enableFactor(product: ProductProcess, cookie: string): Promise<Authenticator> {
  await postForm(product, "/account/security", { intent: "beginFactor", current: DEMO_PASSWORD }, cookie);
  const page = await (await product.fetch("/account/security", { cookie })).text();
  const held: Authenticator = { key: /data-testid="factor-key">([A-Z2-7 ]+)</.exec(page)?.[1] ?? "", recoveryCodes: [], lastStep: 0 };
  const { status } = await postForm(product, "/account/security", { intent: "enableFactor", code: nextCode(held) }, cookie);
  expect(status).toBe(200);
  return held;
}

describe("after kill -9", () => {
  test("M2: an account that five failures locked refuses the right password still", async () => {
    const dataDir = tempDirectory();
    {
      await using product = await startProductProcess({ dataDir });
      for (let i = 0; i < 5; i++) expect(await attempt(product, "holderHost", "wrong")).toBe(401);
      expect(await attempt(product, "holderHost", DEMO_PASSWORD)).toBe(423);
      await product.kill();
    }
    await using again = await startProductProcess({ dataDir });
    const accepted: number[] = [];
    for (let i = 0; i < 5; i++) accepted.push(await attempt(again, "holderHost", DEMO_PASSWORD));
    expect(accepted.filter((status) => status === 201)).toHaveLength(0);
    expect(await attempt(again, "holderExpert", DEMO_PASSWORD)).toBe(201);
  });

  test("M5: a code of the second factor that was used is not accepted again", async () => {
    const dataDir = tempDirectory();
    let held: Authenticator;
    let code: string;
    {
      await using product = await startProductProcess({ dataDir });
      held = await enableFactor(product, await product.signIn("holderHost"));
      code = nextCode(held);
      const { cookie } = await postForm(product, "/sign-in", { login: "holderHost", password: DEMO_PASSWORD });
      expect((await postForm(product, "/sign-in/verify", { code }, cookie)).location).toBe("/");
      await product.kill();
    }
    await using again = await startProductProcess({ dataDir });
    const { cookie } = await postForm(again, "/sign-in", { login: "holderHost", password: DEMO_PASSWORD });
    expect((await postForm(again, "/sign-in/verify", { code }, cookie)).location).toBeNull();
    expect((await postForm(again, "/sign-in/verify", { code: nextCode(held) }, cookie)).location).toBe("/");
  });
});
