import { beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { connectStockClient } from "#test/support/stock-client.ts";
import { waitFor } from "#test/support/wait.ts";
import { findPlan, PAIR, type Place, useStage } from "./stage.ts";
import { sameText, Writer } from "./writer.ts";

const LIST = "劳动清单不是任务清单";

/** Required headings of a shared text, in order, by slot. */
function slotsOf(body: Y.XmlFragment): string[] {
  return body.toArray().flatMap((block) => (block instanceof Y.XmlElement ? (block.getAttribute("slot") ?? []) : []));
}

describe("versions and templates", () => {
  const stage = useStage();
  let plan: Place;
  beforeAll(async () => {
    plan = await findPlan(stage().product, await stage().cookieOf("holderHost"), PAIR, "家校社劳动清单");
  });

  it("a version saved by Ctrl+S and restored after edits is what both open pages show again, under the same hash", async () => {
    const pages = [await stage().page("holderHost"), await stage().page("regionOfficer")] as const;
    const [host, officer] = await Promise.all([Writer.open(pages[0], plan.path), Writer.open(pages[1], plan.path)]);
    await host.place(LIST);
    await host.compose("ban", "第一稿到此");
    const before = await sameText(host, officer);
    await host.page.keyboard.press("Control+s");
    const dialog = host.page.getByRole("dialog");
    await dialog.getByLabel("版本名称").fill("双方看过的第一稿");
    await dialog.getByRole("button", { name: "保存这一版" }).click();
    await dialog.waitFor({ state: "detached" });
    const versions = host.page.getByRole("complementary", { name: "版本" });
    const saved = versions.getByRole("listitem").filter({ hasText: "双方看过的第一稿" });
    const [, head, tail] = /^([0-9a-f]{4} [0-9a-f]{4})…([0-9a-f]{4})$/.exec((await saved.locator(".mono").textContent()) ?? "") ?? [];

    await officer.place("适用于14所试点学校");
    await officer.compose("gai", "又改了范围");
    await officer.newParagraph("审核各校改编后的清单");
    await officer.compose("jia", "后来加的一条");
    expect((await sameText(host, officer)).join()).toContain("后来加的一条");
    await officer.place("适用于14所试点学校", "start");

    await saved.getByRole("button", { name: /恢复到第\d+版“双方看过的第一稿”/ }).click();
    const question = host.page.getByRole("alertdialog");
    await question.getByRole("button", { name: /^恢复到第\d+版$/ }).click();
    await question.waitFor({ state: "detached" });
    await waitFor(async () => (await officer.text()) === before.join("\n"), { what: "the restored text in the other page" });
    expect(await sameText(host, officer)).toEqual(before);
    // The other goes on where the caret stood.
    // In one go: keys that a slow machine takes one by one would be undone one by one.
    await officer.page.keyboard.insertText("接着写");
    expect((await sameText(host, officer)).join("\n")).toContain("接着写适用于14所试点学校");
    await officer.page.keyboard.press("Control+z");
    expect(await sameText(host, officer)).toEqual(before);

    const cookie = await stage().cookieOf("holderHost");
    const again = await stage().product.fetch(`/api/v1/documents/${plan.id}/versions`, {
      method: "POST",
      cookie,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "恢复之后" }),
    });
    expect(again.status).toBe(201);
    // The API's own tests hold its shapes.
    const list = (await (await stage().product.fetch(`/api/v1/documents/${plan.id}/versions`, { cookie })).json()) as {
      items: { name: string; hash: string }[];
    };
    const hashes = list.items.filter(({ name }) => name === "恢复之后" || name === "双方看过的第一稿").map((one) => one.hash);
    expect(hashes).toHaveLength(2);
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(new RegExp(`^${head?.replace(" ", "")}[0-9a-f]{52}${tail}$`));
  });

  it("B5: the template stands once in a new plan that eight clients open at the same moment", async () => {
    const { page, cookieOf, product } = stage();
    const creator = await page("regionOfficer");
    const others = await Promise.all([page("holderHost"), page("researchOfficer")]);
    await creator.goto(`/workspaces/${plan.space}/plans`);
    await creator.getByRole("button", { name: "新建方案" }).click();
    await creator.getByRole("dialog").getByText("三年推广应用计划（一地一案）").click();
    await creator.getByRole("dialog").getByLabel("方案名称").fill("八人同时打开的计划");
    await creator.getByRole("dialog").getByRole("button", { name: "新建", exact: true }).click();
    await creator.waitForURL(/\/plans\/[a-z0-9]{20,}$/);
    const { pathname } = new URL(creator.url());
    const documentId = pathname.split("/").at(-1) ?? "";
    const cookie = await cookieOf("regionOfficer");
    const clients = Array.from({ length: 5 }, () => connectStockClient({ origin: product.origin, documentId, cookie }));
    try {
      const writers = await Promise.all([Writer.open(creator, pathname), ...others.map((one) => Writer.open(one, pathname))]);
      await Promise.all(clients.map((client) => client.synced()));
      const slots = slotsOf(clients[0]?.body ?? new Y.XmlFragment());
      expect(slots.length).toBeGreaterThanOrEqual(7);
      expect(new Set(slots).size).toBe(slots.length);
      for (const client of clients) expect(slotsOf(client.body)).toEqual(slots);
      await sameText(...writers);
      for (const { page: shown } of writers) {
        const onPage = await shown
          .locator(".ProseMirror [data-slot]")
          .evaluateAll((all) => all.map((one) => one.getAttribute("data-slot")));
        expect(onPage).toEqual(slots);
      }
      const outline = creator.getByRole("navigation", { name: "大纲" });
      expect(await outline.getByText("背景与问题分析").count()).toBe(1);
    } finally {
      for (const client of clients) client[Symbol.dispose]();
    }
  });
});
