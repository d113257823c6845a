import { describe, expect, it } from "vitest";
import { useStage, visit } from "./stage.ts";

const TIME = /<time dateTime="([^"]+)"[^>]*>([^<]*)<\/time>/gi;

describe("times on the pages", () => {
  const stage = useStage();

  it.each([
    ["/", "zh"],
    ["/", "en"],
    ["/workspaces", "zh"],
    ["PAIR", "zh"],
    ["PAIR/plans", "en"],
    ["PAIR/members", "en"],
  ])("of %s (%s) are those of a clock in China, the same from the server and in a browser far away", async (path, language) => {
    const { pair, product, open } = stage();
    const place = path.replace("PAIR", `/workspaces/${pair.id}`);
    const cookie = `${await product.signIn("holderHost")}; gongyan_language=${language}`;
    const html = await (await product.fetch(place, { cookie })).text();
    const sent = [...html.matchAll(TIME)].map(([, at, text]) => [at, text]);
    expect(sent.length).toBeGreaterThan(0);

    const page = await open("holderHost", { timezone: "America/Los_Angeles" });
    await page.context().addCookies([{ name: "gongyan_language", value: language, url: product.origin }]);
    await visit(page, place);
    const shown = await page.locator("time").evaluateAll((all) => all.map((one) => [one.getAttribute("datetime"), one.textContent]));
    expect(shown).toEqual(sent);
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
    const wrong = sent.filter(([at = "", text = ""]) => /\d\d:\d\d$/.test(text) && !text.endsWith(clock.format(Date.parse(at))));
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
