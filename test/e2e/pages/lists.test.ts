import { describe, expect, it } from "vitest";
import { useStage, visit } from "./stage.ts";

describe("pages that list workspaces", () => {
  const stage = useStage();

  it.each(["/workspaces", "/"])("%s shows how many are in a workspace now, and does not count its own reader", async (path) => {
    const { pair, open } = stage();
    const list = await open("holderExpert");
    await visit(list, path);
    const officer = await open("regionOfficer");
    await visit(officer, `/workspaces/${pair.id}`);
    const count = list.locator("[data-present-count]");
    await count.waitFor();
    expect([await count.count(), await count.textContent(), await count.getAttribute("title")]).toEqual([
      1,
      "1人在场",
      "陇南市推广应用负责人",
    ]);
    // The reader goes in and comes back: present there, not here.
    await list.locator(`a[href="/workspaces/${pair.id}"]`).first().click();
    await officer.locator('[data-present="2"]').waitFor();
    await list.goBack();
    await officer.locator('[data-present="1"]').waitFor();
    await count.waitFor();
    await officer.context().close();
    await count.waitFor({ state: "detached" });
    await list.context().close();
  });

  it.each(["/workspaces", "/"])("on %s a workspace appears for a person who is added and goes for one who is removed", async (path) => {
    const { pair, product, open } = stage();
    const officer = await open("regionOfficer");
    await visit(officer, `/workspaces/${pair.id}/members`);
    const teacher = await open("schoolTeacher");
    await visit(teacher, path);
    const link = teacher.locator(`a[href="/workspaces/${pair.id}"]`).first();
    await link.waitFor();

    const me = (await (await product.fetch("/api/v1/me", { cookie: await product.signIn("schoolTeacher") })).json()) as {
      displayName: string;
    };
    await officer.getByRole("button", { name: `结束${me.displayName}的成员资格` }).click();
    await officer.getByRole("alertdialog").getByRole("button", { name: "结束其成员资格" }).click();
    await link.waitFor({ state: "detached" });
    expect(await teacher.locator("main").textContent()).toContain("您还没有加入任何空间");

    await officer.getByRole("button", { name: "添加成员" }).click();
    const dialog = officer.getByRole("dialog");
    await dialog.getByRole("option", { name: me.displayName }).click();
    await dialog.getByRole("button", { name: "添加", exact: true }).click();
    await link.waitFor();
    await teacher.context().close();
    await officer.context().close();
  });

  it("a new plan shows on the desk of a colleague by itself", async () => {
    const { pair, product, open } = stage();
    const host = await open("holderHost");
    await visit(host, "/");
    const body = JSON.stringify({ template: "regional_plan_3y", title: "新来的一份方案" });
    const created = await product.fetch(`/api/v1/workspaces/${pair.id}/plans`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
      cookie: await product.signIn("regionOfficer"),
    });
    expect(created.status).toBe(201);
    await host.getByRole("link", { name: "新来的一份方案", exact: true }).waitFor();
    await host.getByRole("link", { name: "《新来的一份方案》" }).waitFor();
    await host.context().close();
  });

  it("the account menu names the unit", async () => {
    const page = await stage().open("schoolTeacher");
    await visit(page, "/");
    await page.getByRole("button", { name: /种子教师/ }).click();
    expect(await page.locator("#user-menu").textContent()).toContain("武都区第一示范小学");
    await page.context().close();
  });

  it("the desk names what happened in English too", async () => {
    const { product, open } = stage();
    const page = await open("regionOfficer");
    await page.context().addCookies([{ name: "gongyan_language", value: "en", url: product.origin }]);
    await visit(page, "/");
    await page
      .getByText(/^saved version|created|edited/)
      .first()
      .waitFor();
    expect(await page.locator("main ol").textContent()).toMatch(/(saved version|created|edited) .*“/);
    await page.context().close();
  });
});
