import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectConsole } from "#test/support/console.ts";
import { useStage, visit } from "../pages/stage.ts";

/** Opens a unit's page by walking the list, as on a phone. */
async function openUnit(page: Page, name: string): Promise<void> {
  await visit(page, `/organisations?text=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name, exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

describe("units, groups and experts", () => {
  const stage = useStage();

  it("S30: the tree opens level by level with the keyboard alone", async () => {
    const page = await stage().open("schoolTeacher");
    await visit(page, "/organisations");
    await page.getByRole("button", { name: "展开甘肃省教育厅" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "展开陇南市教育局" }).focus();
    await page.keyboard.press("Space");
    await page.getByRole("link", { name: "武都区教育局" }).waitFor();
    await page.getByRole("button", { name: "收起陇南市教育局" }).press("Enter");
    expect(await page.getByRole("link", { name: "武都区教育局" }).isVisible()).toBe(false);
  });

  it("on a phone one walks down page by page, and five places fit in the foot", async () => {
    const page = await stage().open("unitAdmin", { viewport: { width: 360, height: 740 } });
    await visit(page, "/organisations");
    await page.getByRole("link", { name: "甘肃省教育厅" }).click();
    await page.getByRole("link", { name: "陇南市教育局" }).click();
    await page.getByRole("heading", { level: 1, name: "陇南市教育局" }).waitFor();
    const places = page.locator(".foot-nav .nav");
    expect(await places.count()).toBe(5);
    const boxes = await places.evaluateAll((links) => links.map((link) => [link.clientWidth, link.scrollWidth, link.clientHeight]));
    for (const [width = 0, needed = 0, height = 0] of boxes) {
      expect(needed).toBeLessThanOrEqual(width);
      expect(height).toBeGreaterThanOrEqual(44);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it("only whoever administers something is shown the way to administration", async () => {
    const teacher = await stage().open("schoolTeacher");
    await visit(teacher, "/");
    expect(await teacher.locator(".rail .nav").count()).toBe(4);
    const admin = await stage().open("unitAdmin");
    await visit(admin, "/");
    expect(await admin.locator(".rail .nav[href='/manage']").count()).toBe(1);
  });

  it("a unit administrator adds a school below the own bureau; a mistake is told beside its field and loses nothing", async () => {
    expectConsole(/status of 422/);
    const page = await stage().open("unitAdmin");
    await openUnit(page, "武都区教育局");
    await page.getByRole("button", { name: "新建下级单位" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("名称").fill("武都区第一示范小学");
    await dialog.getByRole("button", { name: "新建单位" }).click();
    await dialog.getByText("本地区已有单位“武都区第一示范小学”。").waitFor();
    await dialog.getByLabel("名称").fill("武都区第九示范小学");
    await dialog.getByRole("button", { name: "新建单位" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("link", { name: "武都区第九示范小学" }).waitFor();
    expect(await page.getByRole("link", { name: "武都区第九示范小学" }).count()).toBe(1);
    await page.getByRole("status").getByText("已完成：新建单位").waitFor();
    // The focus goes back to where it came from, a moment after the dialog is gone.
    await page.getByRole("button", { name: "新建下级单位" }).and(page.locator(":focus")).waitFor();
  });

  it("a unit is closed by name and reopened from its own page, each with its reason", async () => {
    const page = await stage().open("unitAdmin");
    await openUnit(page, "武都区教育局");
    await page.getByRole("button", { name: "新建下级单位" }).click();
    await page.getByRole("dialog").getByLabel("名称").fill("武都区第十示范小学");
    await page.getByRole("dialog").getByRole("button", { name: "新建单位" }).click();
    await page.getByRole("link", { name: "武都区第十示范小学" }).click();
    await page.getByRole("heading", { level: 1, name: "武都区第十示范小学" }).waitFor();
    const settle = async (act: string, submit: string) => {
      await page.getByRole("button", { name: act, exact: true }).click();
      const dialog = page.getByRole("alertdialog");
      await dialog.getByText("“武都区第十示范小学”").waitFor();
      await dialog.getByLabel("原因").fill("布局调整");
      await dialog.getByRole("button", { name: submit }).click();
      await dialog.waitFor({ state: "detached" });
    };
    await settle("停用", "停用此单位");
    await page.getByText("已停用", { exact: true }).waitFor();
    expect(await page.getByRole("button", { name: "新建下级单位" }).count()).toBe(0);
    await settle("恢复", "恢复此单位");
    await page.getByRole("button", { name: "新建下级单位" }).waitFor();
    expect(await page.getByText("已停用", { exact: true }).count()).toBe(0);
  });

  it("S18: choosing a unit marks the experts who must stand aside, with the reason", async () => {
    const page = await stage().open("provinceAdmin");
    await visit(page, "/experts");
    await page.getByLabel("被评议单位").fill("武都区第一");
    await page.getByRole("button", { name: /^武都区第一示范小学/ }).click();
    await page.getByText("回避：本单位").waitFor();
    expect(await page.getByText("回避：已声明").count()).toBe(1);
    expect(await page.getByText("无需回避").count()).toBe(7);
  });

  it("S18: a unit out of reach marks nobody, and the page says why", async () => {
    const page = await stage().open("unitAdmin02");
    await visit(page, "/experts");
    await page.getByLabel("被评议单位").fill("陇南市教育局");
    await page.getByRole("button", { name: /^陇南市教育局/ }).click();
    await page.getByText("“陇南市教育局”不在您的管理范围内，因此不标明谁须回避。").waitFor();
    expect(await page.getByText(/^回避：|无需回避/).count()).toBe(0);
    // Another can be chosen at once.
    expect(await page.getByLabel("被评议单位").count()).toBe(1);
    await page.getByRole("link", { name: "不按单位标明" }).click();
    await page.getByText(/不在您的管理范围内/).waitFor({ state: "detached" });
    const teacher = await stage().open("schoolTeacher");
    await visit(teacher, "/experts?unit=nothing");
    await teacher.getByText("没有这个单位，因此不标明谁须回避。").waitFor();
  });

  it("S12: a region officer adds a member to the working group", async () => {
    const page = await stage().open("regionOfficer");
    await openUnit(page, "陇南市教育局");
    await page.getByRole("link", { name: "陇南市成果推广应用工作组" }).click();
    await page.getByRole("button", { name: "添加成员" }).click();
    const dialog = page.getByRole("dialog");
    // The form starts in its first field, and its act says what it waits for.
    await dialog.getByLabel("人员").and(page.locator(":focus")).waitFor();
    const add = dialog.getByRole("button", { name: "添加成员", description: "先从名单中选定一人" });
    expect(await add.isDisabled()).toBe(true);
    await add.press("Enter");
    expect(await dialog.getByText("先从名单中选定一人").isVisible()).toBe(true);
    await dialog.getByLabel("人员").fill("康县");
    await dialog.getByRole("button", { name: /康县一小种子教师/ }).click();
    await dialog.getByRole("button", { name: "添加成员" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("rowheader", { name: "康县一小种子教师" }).waitFor();
    expect(await page.getByText("历任").count()).toBe(1);
  });

  it("the province ends somebody's guidance by name, and the person is gone from the workspace", async () => {
    const page = await stage().open("provinceAdmin");
    await visit(page, `/workspaces/${stage().pair.id}`);
    await page.getByText("指导与管理人员").click();
    const guide = page.getByRole("button", { name: /^结束.+的指导$/ }).first();
    const name = /^结束(.+)的指导$/.exec((await guide.getAttribute("aria-label")) ?? "")?.[1] ?? "";
    await guide.click();
    await page.getByRole("alertdialog").getByRole("button", { name: "结束指导" }).click();
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
    await visit(page, `/workspaces/${stage().pair.id}/members`);
    expect(name).not.toBe("");
    expect(await page.getByRole("main").getByText(name, { exact: true }).count()).toBe(0);
  });

  it("the province founds a pair from the form, and archives it by name", async () => {
    const page = await stage().open("provinceAdmin");
    await visit(page, "/workspaces");
    await page.getByRole("link", { name: "新建空间" }).click();
    await page.getByLabel("所在地区").selectOption("621202");
    await page.getByLabel("成果", { exact: true }).selectOption("a2022-07");
    expect(await page.getByLabel("空间名称").inputValue()).toBe("武都区·语文");
    const holder = page.getByRole("region", { name: "成果持有方单位" });
    await holder.getByLabel("添加参加单位").fill("青岛");
    await holder.getByRole("button", { name: /^青岛嘉峪关学校/ }).click();
    const applicant = page.getByRole("region", { name: "成果应用方单位" });
    await applicant.getByLabel("添加参加单位").fill("武都区教育局");
    await applicant.getByRole("button", { name: /^武都区教育局/ }).click();
    await applicant.getByLabel("应用方负责人").selectOption({ label: "武都区推广应用联络员　武都区教育局" });
    await page.getByRole("button", { name: "建立空间" }).click();
    await page.waitForURL(/\/workspaces\/[a-z0-9]{26}$/);
    await page.getByRole("button", { name: "归档空间" }).click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByText("“武都区·语文”").waitFor();
    await dialog.getByLabel("原因").fill("演示结束");
    await dialog.getByRole("button", { name: "归档此空间" }).click();
    await page.getByRole("button", { name: "恢复空间" }).waitFor();
    expect(await page.getByText("本空间已归档").count()).toBe(1);
  });

  const PLACES: readonly { readonly name: string; readonly path: string; readonly open?: string }[] = [
    { name: "tree", path: "/organisations" },
    { name: "found units", path: "/organisations?tier=school" },
    { name: "new unit", path: "/organisations", open: "新建单位" },
    { name: "experts", path: "/experts" },
    { name: "new expert", path: "/experts", open: "添加专家" },
    { name: "new workspace", path: "/workspaces/new" },
  ];

  it.each(PLACES)("axe finds nothing serious on $name, in both themes and at 360 px", async ({ path, open }) => {
    for (const [colorScheme, width] of [
      ["light", 1440],
      ["dark", 360],
    ] as const) {
      const page = await stage().open("provinceAdmin", { viewport: { width, height: 900 }, colorScheme });
      await visit(page, path);
      if (open !== undefined) {
        await page.getByRole("button", { name: open }).click();
        await page.getByRole("dialog").waitFor();
        // However long its form is.
        const box = await page.getByRole("dialog").boundingBox();
        expect((box?.y ?? 0) + (box?.height ?? Infinity)).toBeLessThanOrEqual(900);
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => [id, nodes[0]?.html]),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
});
