import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { ApprovalId } from "#db/schema-access.ts";
import type { ImportBatchId } from "#db/schema-office.ts";
import type { PersonId } from "#db/schema.ts";
import { useStage, visit, type Stage } from "../pages/stage.ts";

const DAY = 24 * 3_600_000;

async function personId({ product }: Stage, login: string): Promise<PersonId> {
  return (await product.app.db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow()).id;
}

async function waitingOn(page: Page): Promise<string[]> {
  return page.locator("[data-waiting] h3").allTextContents();
}

describe("the desk", () => {
  const stage = useStage();

  it("begins with what waits: plans without required sections, and a term that ends, the deadline first", async () => {
    const { product, open } = stage();
    const officer = await personId(stage(), "regionOfficer");
    const role = await product.app.db.selectFrom("role_assignment").select("id").where("person_id", "=", officer).executeTakeFirstOrThrow();
    await product.app.db
      .updateTable("role_assignment")
      .set({ valid_to: Date.now() + 5 * DAY })
      .where("id", "=", role.id)
      .execute();
    const page = await open("regionOfficer");
    await visit(page, "/");
    const waiting = await waitingOn(page);
    expect(waiting[0]).toBe("角色任期将满：应用方区域负责人");
    expect(waiting.filter((title) => /^《.+》还缺\d+处必备内容$/.test(title)).length).toBeGreaterThan(0);
    expect(await page.locator("[data-waiting] .due").textContent()).toContain("还有5天");
    expect(await page.locator("h1").textContent()).toBe(`等您处理${waiting.length}件`);
    // The way leads to the plan.
    await page.locator("[data-waiting=plan]").first().getByRole("link").click();
    await page.locator(".ProseMirror h1").waitFor();
    await page.context().close();
  });

  it("an operator's desk holds approvals and places of the duty, and nothing of workspaces", async () => {
    const { product, open } = stage();
    const { db } = product.app;
    const now = Date.now();
    await db
      .insertInto("approval")
      .values({
        id: "approvalofthedesk" as ApprovalId,
        kind: "unitAdmin",
        subject_id: await personId(stage(), "holderExpert"),
        payload: "{}",
        reason: "",
        requested_by: await personId(stage(), "systemOperator"),
        requested_at: now,
        expires_at: now + 2 * DAY,
        state: "pending",
        decided_by: null,
        decided_at: null,
        note: "",
      })
      .execute();
    const page = await open("securityAdmin");
    await visit(page, "/");
    expect(await waitingOn(page)).toEqual([expect.stringContaining("授权申请等您决定：单位管理员（")]);
    await page.getByRole("heading", { name: "职责所在" }).waitFor();
    const text = (await page.locator("main").textContent()) ?? "";
    expect(text).toContain("安全管理员");
    expect(text).not.toContain("陇南市·劳动教育");
    expect(text).not.toContain("最近往来");
    await page.context().close();

    // Who asked waits too, for the other.
    const asker = await open("systemOperator");
    await visit(asker, "/");
    expect(await asker.locator("[data-upcoming=request]").textContent()).toContain("申请等他人批准");
    expect(await waitingOn(asker)).toEqual([]);
    await asker.context().close();
  });

  it("who administers a unit and is in no workspace finds the places of the office instead of what workspaces lack", async () => {
    const page = await stage().open("unitAdmin");
    await visit(page, "/");
    const places = page.getByRole("region", { name: "职责所在" });
    expect(await places.getByRole("link").allTextContents()).toEqual(["人员与账号", "邀请", "单位", "导入名录"]);
    const text = (await page.locator("main").textContent()) ?? "";
    expect(text).not.toContain("0个空间");
    expect(text).not.toContain("我的工作空间");
    await page.context().close();
    // Who works in workspaces too has both.
    const province = await stage().open("provinceAdmin");
    await visit(province, "/");
    await province.getByRole("region", { name: "职责所在" }).getByRole("link", { name: "人员与账号" }).waitFor();
    expect(await province.getByRole("heading", { name: "我的工作空间" }).count()).toBe(1);
    await province.context().close();
    // An operator is told that no workspace can be joined.
    const operator = await stage().open("systemOperator");
    await visit(operator, "/workspaces");
    expect(await operator.locator("main .empty").textContent()).toBe("本账号只承担运行职责，不参加空间。");
    await operator.context().close();
  });

  it("an import of mine waits for me alone", async () => {
    const { product, open } = stage();
    await product.app.db
      .insertInto("import_batch")
      .values({
        id: "batchofthedesk" as ImportBatchId,
        kind: "people",
        person_id: await personId(stage(), "unitAdmin"),
        organisation_id: null,
        file_name: "名单.xlsx",
        file_hash: "x",
        created_at: Date.now(),
        expires_at: Date.now() + DAY,
        state: "preview",
        progress: 100,
        rows_total: 40,
        rows_bad: 3,
        report: "{}",
      })
      .execute();
    const mine = await open("unitAdmin");
    await visit(mine, "/");
    expect(await mine.locator("[data-waiting=preview]").textContent()).toContain("40行，3行有误");
    const other = await open("unitAdmin02");
    await visit(other, "/");
    expect(await other.locator("[data-waiting=preview]").count()).toBe(0);
    await mine.context().close();
    await other.context().close();
  });

  it("names who is present now and where", async () => {
    const { pair, open } = stage();
    const desk = await open("holderHost");
    await visit(desk, "/");
    const officer = await open("regionOfficer");
    await visit(officer, `/workspaces/${pair.id}`);
    const here = desk.locator("[data-here]");
    await here.waitFor();
    expect(await here.textContent()).toContain("陇南市推广应用负责人");
    expect(await here.getByRole("link").getAttribute("href")).toBe(`/workspaces/${pair.id}`);
    await officer.goto(`/workspaces/${pair.id}/plans/${pair.plan}`);
    await desk.locator(`[data-here] a[href$="${pair.plan}"]`).waitFor();
    await desk.context().close();
    await officer.context().close();
  });

  it.each([
    ["/", "regionOfficer"],
    ["/", "securityAdmin"],
    ["/notifications", "holderHost"],
    ["/account/notifications", "holderHost"],
    ["/account/data", "holderHost"],
    ["/account/data", "schoolTeacher"],
  ])("axe finds nothing serious on %s of %s, in both themes, and it is no wider than a phone", async (path, login) => {
    const page = await stage().open(login, { viewport: { width: 360, height: 740 } });
    await visit(page, path);
    if (path === "/account/data" && login === "schoolTeacher") await page.getByRole("button", { name: "注销账号" }).click();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(grave.map(({ id, nodes }) => ({ id, colorScheme, nodes: nodes.slice(0, 3).map(({ html }) => html) }))).toEqual([]);
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBe(0);
    await page.context().close();
  });
});
