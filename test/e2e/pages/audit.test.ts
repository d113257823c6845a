import AxeBuilder from "@axe-core/playwright";
import { describe, expect, it } from "vitest";
import { useStage, visit } from "./stage.ts";

describe("the audit log and the status page", () => {
  const stage = useStage();

  it("the auditor checks the chain, filters, opens an entry by keyboard and takes the file along", async () => {
    const page = await stage().open("auditor");
    await visit(page, "/manage/audit");
    await page.getByRole("button", { name: "校验", exact: true }).click();
    await page.getByText("完好").waitFor();
    await page.getByLabel("类别").selectOption({ label: "运行与审计" });
    await page.getByLabel("结果").selectOption({ label: "成功" });
    await page.getByRole("button", { name: "查找" }).click();
    await page.waitForURL(/group=operations/);
    const first = page.locator("tbody summary").first();
    await first.focus();
    await page.keyboard.press("Enter");
    // Reading is an entry too: a newer row may stand above the opened one by now.
    await page.locator("tbody details[open]").getByText("准确时间").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "导出 CSV" }).click()]);
    expect(download.suggestedFilename()).toBe("审计日志.csv");
    expect(await page.locator("tbody tr").count()).toBeGreaterThan(1);
    // The reading itself: its object is said in words.
    expect(await page.locator("tbody td").getByText("整份日志").count()).toBeGreaterThan(0);
  });

  it.each([
    ["auditor", "/manage/audit"],
    ["provinceAdmin", "/manage/audit"],
    ["systemOperator", "/manage/status"],
  ])("axe finds nothing serious for %s on %s, in both themes, and a phone does not scroll sideways", async (login, path) => {
    const page = await stage().open(login);
    await visit(page, path);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(bad.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });
});
