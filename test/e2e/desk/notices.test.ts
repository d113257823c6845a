import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useStage, visit } from "../pages/stage.ts";
import { SAFETY_LIMIT } from "#test/support/wait.ts";

const NAME = "武都二小种子教师";

function bellOf(page: Page, count: number) {
  return page.locator(`[data-unread="${count}"]`);
}

describe("notifications in the browser", () => {
  const stage = useStage();

  it("whoever is taken out of a workspace and added again is told on a page that is not reloaded", async () => {
    const { pair, open } = stage();
    const officer = await open("regionOfficer");
    await visit(officer, `/workspaces/${pair.id}/members`);
    const teacher = await open("schoolTeacher02");
    let loads = 0;
    const live = teacher.waitForEvent("websocket", { predicate: (socket) => socket.url().includes("/socket.io/") });
    await visit(teacher, "/achievements");
    await live;
    teacher.on("load", () => loads++);

    await officer.getByRole("button", { name: `结束${NAME}的成员资格` }).click();
    const end = officer.getByRole("alertdialog").getByRole("button", { name: "结束其成员资格" });
    await end.waitFor();
    let began = performance.now();
    await end.click();
    await bellOf(teacher, 1).waitFor();
    const ended = performance.now() - began;

    await officer.getByRole("button", { name: "添加成员" }).click();
    const dialog = officer.getByRole("dialog");
    await dialog.getByRole("option", { name: NAME }).click();
    began = performance.now();
    await dialog.getByRole("button", { name: "添加", exact: true }).click();
    await bellOf(teacher, 2).waitFor();
    const added = performance.now() - began;
    console.info(`told after ${ended.toFixed(0)} ms of the end, after ${added.toFixed(0)} ms of the addition`);
    expect(Math.max(ended, added)).toBeLessThan(SAFETY_LIMIT);
    expect(loads).toBe(0);

    const list = await teacher.context().newPage();
    await visit(list, "/notifications");
    const rows = list.locator("[data-unread=true]");
    expect(await rows.allTextContents()).toEqual([
      expect.stringContaining("陇南市推广应用负责人把您加入“陇南市·劳动教育”"),
      expect.stringContaining("您在“陇南市·劳动教育”的成员资格已结束"),
    ]);
    // Marked one by one and together; the other page counts along.
    await rows
      .nth(1)
      .getByRole("button", { name: /^标为已读/ })
      .click();
    await bellOf(teacher, 1).waitFor();
    await list.getByRole("button", { name: "全部标为已读" }).click();
    await teacher.locator("b[data-unread]").waitFor({ state: "detached" });
    await list.getByText("都已读").waitFor();
    expect(await list.locator("[data-unread=false]").count()).toBe(2);
    await list.getByRole("link", { name: "只看未读" }).click();
    await list.getByText("没有未读的通知。").waitFor();
    await teacher.context().close();
    await officer.context().close();
  });

  it("the settings are kept, and the safety of the account has no choice", async () => {
    const page = await stage().open("holderExpert");
    await visit(page, "/account/notifications");
    const plans = page.getByRole("group", { name: "方案与版本" });
    await plans.getByRole("radio", { name: "每周汇总" }).check();
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("已保存。").waitFor();
    await visit(page, "/account/notifications");
    expect(await plans.getByRole("radio", { name: "每周汇总" }).isChecked()).toBe(true);
    expect(await page.getByRole("group", { name: "账号与安全" }).getByRole("radio").count()).toBe(0);
    await page.context().close();
  });
});
