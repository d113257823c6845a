import { describe, expect, it } from "vitest";
import { expectConsole } from "#test/support/console.ts";
import { waitFor } from "#test/support/wait.ts";
import { useStage, visit } from "./stage.ts";

describe("workspace pages", () => {
  const stage = useStage();

  it("the overview shows the second person as soon as they come, and no longer when they have left", async () => {
    const { pair, open } = stage();
    const officer = await open("regionOfficer");
    await visit(officer, `/workspaces/${pair.id}`);
    await officer.locator('[data-present="1"]').waitFor();
    const host = await open("holderHost");
    await visit(host, `/workspaces/${pair.id}`);
    await officer.locator('[data-present="2"]').waitFor();
    expect(await officer.locator("[data-present]").textContent()).toContain("成果持有方工作室主持人");
    await host.context().close();
    await officer.locator('[data-present="1"]').waitFor();
  });

  it("the overview shows which plan a person has open", async () => {
    const { pair, open } = stage();
    const officer = await open("regionOfficer");
    await visit(officer, `/workspaces/${pair.id}`);
    const host = await open("holderHost");
    await visit(host, `/workspaces/${pair.id}/plans/${pair.plan}`);
    const link = officer.locator(`[data-present] a[href$="${pair.plan}"]`);
    await link.waitFor();
    expect(await link.count()).toBe(1);
    await host.context().close();
  });

  it("a manager adds a member of the own side and ends the membership by name; the other page follows by itself", async () => {
    const { pair, open } = stage();
    const officer = await open("regionOfficer");
    const watcher = await open("holderHost");
    await visit(officer, `/workspaces/${pair.id}/members`);
    await visit(watcher, `/workspaces/${pair.id}/members`);
    const rows = officer.getByRole("row");
    const before = await rows.count();

    await officer.getByRole("button", { name: "添加成员" }).click();
    const dialog = officer.getByRole("dialog");
    const name = (await dialog.getByRole("option").first().locator("b").textContent()) ?? "";
    await dialog.getByRole("option").first().click();
    await dialog.getByRole("button", { name: "添加", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await officer.getByRole("row", { name }).waitFor();
    expect(await rows.count()).toBe(before + 1);
    await watcher.getByRole("row", { name }).waitFor();

    await officer.getByRole("button", { name: `结束${name}的成员资格` }).click();
    const question = officer.getByRole("alertdialog");
    expect(await question.textContent()).toContain(name);
    await question.getByRole("button", { name: "结束其成员资格" }).click();
    await question.waitFor({ state: "detached" });
    await watcher.getByRole("row", { name }).waitFor({ state: "detached" });
    await officer.getByRole("row", { name }).waitFor({ state: "detached" });
    expect(await rows.count()).toBe(before);
  });

  it("a dialog closes with Escape and gives the focus back", async () => {
    const { pair, open } = stage();
    const page = await open("regionOfficer");
    await visit(page, `/workspaces/${pair.id}/members`);
    const button = page.getByRole("button", { name: "添加成员" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await waitFor(() => button.evaluate((element) => element === document.activeElement || null))).toBe(true);
  });

  it("a person without that right sees no button to manage members", async () => {
    const { pair, open } = stage();
    const page = await open("holderExpert");
    await visit(page, `/workspaces/${pair.id}/members`);
    await page.getByRole("heading", { name: "成果应用方" }).waitFor();
    expect(await page.getByRole("button", { name: /添加成员|结束/ }).count()).toBe(0);
  });

  it("a stranger gets the same page as for a workspace that does not exist, and no content", async () => {
    expectConsole(/status of 404/);
    const { pair, product, open } = stage();
    const cookie = await product.signIn("allianceLead");
    const strange = await product.fetch(`/workspaces/${pair.id}`, { cookie });
    const missing = await product.fetch("/workspaces/nowhere0000", { cookie });
    expect([strange.status, missing.status]).toEqual([404, 404]);
    const html = await strange.text();
    expect(html).not.toContain("劳动教育");
    for (const path of ["members", "plans", `plans/${pair.plan}`]) {
      const answer = await product.fetch(`/workspaces/${pair.id}/${path}`, { cookie });
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain("劳动教育");
    }
    const page = await open("allianceLead");
    await visit(page, `/workspaces/${pair.id}`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("没有找到");
  });

  it("a plan is not found below a workspace it does not belong to", async () => {
    const { pair, product } = stage();
    const cookie = await product.signIn("researchOfficer");
    const answer = await product.fetch(`/workspaces/elsewhere000/plans/${pair.plan}`, { cookie });
    expect(answer.status).toBe(404);
  });
});
