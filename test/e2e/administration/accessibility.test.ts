import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useStage, visit } from "#test/e2e/pages/stage.ts";

interface Place {
  readonly name: string;
  readonly login: string | null;
  readonly path: string;
  readonly before?: (page: Page) => Promise<void>;
}

async function press(page: Page, name: string | RegExp, role: "dialog" | "alertdialog"): Promise<void> {
  await page.getByRole("button", { name }).first().click();
  await page.getByRole(role).waitFor();
}

async function openTeacher(page: Page): Promise<void> {
  await page.getByRole("link", { name: "武都一小种子教师" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}

async function ofTeacher(page: Page, name: string | RegExp, role: "dialog" | "alertdialog"): Promise<void> {
  await openTeacher(page);
  await press(page, name, role);
}

const FOUND = "/manage/people?text=schoolTeacher";
const PLACES: readonly Place[] = [
  { name: "join by code", login: null, path: "/join" },
  { name: "guide", login: "securityAdmin", path: "/manage" },
  { name: "people", login: "securityAdmin", path: "/manage/people" },
  { name: "person", login: "securityAdmin", path: FOUND, before: openTeacher },
  { name: "grant role", login: "securityAdmin", path: FOUND, before: (page) => ofTeacher(page, "授予角色", "dialog") },
  { name: "end role", login: "securityAdmin", path: FOUND, before: (page) => ofTeacher(page, /^结束/, "alertdialog") },
  { name: "appoint", login: "securityAdmin", path: FOUND, before: (page) => ofTeacher(page, "任命为单位管理员", "dialog") },
  { name: "reset password", login: "securityAdmin", path: FOUND, before: (page) => ofTeacher(page, "重置密码", "alertdialog") },
  { name: "ask for the province", login: "securityAdmin", path: FOUND, before: (page) => ofTeacher(page, "申请任命省级管理", "dialog") },
  { name: "invitations", login: "securityAdmin", path: "/manage/invitations" },
  { name: "invite", login: "securityAdmin", path: "/manage/invitations", before: (page) => press(page, "发出邀请", "dialog") },
  { name: "approvals", login: "securityAdmin", path: "/manage/approvals" },
  { name: "duties", login: "securityAdmin", path: "/manage/duties" },
];

describe("accessibility of administration", () => {
  const stage = useStage();

  it.each(PLACES)("axe finds nothing serious on $name, in both themes, and nothing is wider than a phone", async (place) => {
    const page = await stage().open(place.login);
    await visit(page, place.path);
    // Its name stands on top, in sight.
    expect((await page.locator("h1").boundingBox())?.height).toBeGreaterThan(20);
    await place.before?.(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 760 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await page.context().close();
  });
});
