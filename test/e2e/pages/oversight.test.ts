import { describe, expect, it } from "vitest";
import { expectConsole } from "#test/support/console.ts";
import { useStage, visit } from "./stage.ts";

describe("pages of the province, which reads submitted and published versions only", () => {
  const stage = useStage();

  it("the list of plans says that drafts are not in it", async () => {
    const { pair, open } = stage();
    const page = await open("provinceAdmin");
    await visit(page, `/workspaces/${pair.id}/plans`);
    expect(await page.getByText("只列已提交和已发布的版本").count()).toBe(1);
    expect(await page.getByRole("button", { name: "新建方案" }).count()).toBe(0);
    await page.context().close();
  });

  it("the published annual plan opens as its version, without an editor", async () => {
    const { pair, open } = stage();
    const page = await open("provinceAdmin");
    await visit(page, `/workspaces/${pair.id}/plans`);
    await page.getByRole("link", { name: "陇南市2026—2027学年推广应用实施方案" }).click();
    await page.getByText("这里是已提交的版本，只读。").waitFor();
    await page.getByRole("heading", { name: /季度检查要点/ }).waitFor();
    expect(await page.locator(".ProseMirror").count()).toBe(0);
    await page.context().close();
  });

  it("a plan still being written says why it does not open, tells nothing of it, and leads to those that do", async () => {
    expectConsole(/status of 403/);
    const { pair, open } = stage();
    const page = await open("provinceAdmin");
    await visit(page, `/workspaces/${pair.id}/plans/${pair.plan}`);
    await page.getByText("这份方案还在起草，没有提交或发布。").waitFor();
    expect(await page.content()).not.toContain("三年计划");
    await page.getByRole("link", { name: "本空间的方案" }).click();
    await page.getByRole("link", { name: "陇南市2026—2027学年推广应用实施方案" }).waitFor();
    await page.context().close();
  });

  it("the list of workspaces counts submitted plans as such", async () => {
    const page = await stage().open("provinceAdmin");
    await visit(page, "/workspaces");
    expect(await page.getByText("已提交方案2份").count()).toBe(1);
    expect(await page.getByText("方案0份").count()).toBe(0);
    await page.context().close();
  });
});
