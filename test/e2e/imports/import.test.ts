import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { useStage, visit, type Stage } from "../pages/stage.ts";

const HEAD = "单位代码,单位名称,单位类型,上级单位,行政区划";
const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(`\ufeff${text}`) });

const PHONE = `138${"77".padStart(8, "0")}`;
const TEACHERS = `登录名,姓名,单位,手机号,角色\ne2e-jiaoshi,示例教师岗,示例新建小学,${PHONE},种子教师\n`;

/** The administrator of a prefecture's unit, by whom the demo province is looked after. */
const ADMIN = "unitAdmin";

async function unitOf({ product }: Stage): Promise<string> {
  const row = await product.app.db
    .selectFrom("unit_admin as u")
    .innerJoin("person as p", "p.id", "u.person_id")
    .innerJoin("organisation as o", "o.id", "u.organisation_id")
    .select("o.name as name")
    .where("p.login", "=", ADMIN)
    .executeTakeFirstOrThrow();
  return row.name;
}

async function upload(page: Page, kind: string, given: ReturnType<typeof file>): Promise<void> {
  await visit(page, `/manage/import/${kind}`);
  await page.getByLabel("选择文件").setInputFiles(given);
  await page.getByRole("button", { name: "上传并预览" }).click();
  await page.getByRole("heading", { level: 1, name: given.name }).waitFor();
}

describe("imports", () => {
  const stage = useStage();

  test("U12 a unit's administrator brings in schools and teachers: faults first, then all at once, then their passwords", async () => {
    const page = await stage().open(ADMIN);
    const unit = await unitOf(stage());
    await page.goto("/manage/import");
    await page.getByRole("link", { name: "导入单位" }).click();
    await page.getByRole("columnheader", { name: "怎样填写" }).waitFor();

    await upload(
      page,
      "organisations",
      file("学校.csv", `${HEAD}\n,示例新建小学,学校,${unit},\n,,学校,${unit},\n,另一所小学,学堂,${unit},\n`),
    );
    await page.getByText("有 2 行有误").waitFor();
    const faults = page.getByRole("region", { name: "错误" }).getByRole("row");
    await faults.filter({ hasText: "单位名称" }).filter({ hasText: "必填，不能为空" }).waitFor();
    await faults.filter({ hasText: "“学堂”不在可选范围内" }).waitFor();
    expect(await page.getByRole("button", { name: /确认导入/ }).count()).toBe(0);

    await upload(page, "organisations", file("学校.csv", `${HEAD}\n,示例新建小学,学校,${unit},\n`));
    await page.getByRole("button", { name: "确认导入 1 行" }).click();
    await page.getByText("已写入：新增 1，改动 0").waitFor();

    await upload(page, "people", file("教师.csv", TEACHERS));
    await page.getByText("138****0077").waitFor();
    await page.getByRole("button", { name: "确认导入 1 行" }).click();
    await page.getByText("已写入：新增 1，改动 0，授予或更新角色 1").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载初始密码单" }).click()]);
    expect(download.suggestedFilename()).toBe("初始密码单-教师.csv");
    await page.getByRole("button", { name: "我已妥善保存，删除密码单" }).click();
    await page.getByText("密码单已删除").waitFor();

    await upload(page, "people", file("教师.csv", TEACHERS));
    await page.getByText("没有变化：").waitFor();
  });

  test("a file that is too large is told before it travels, and by the server where nothing told it", async () => {
    const page = await stage().open(ADMIN);
    await visit(page, "/manage/import/people");
    const large = Buffer.alloc(11 * 1024 * 1024, 0x61);
    await page.getByLabel("选择文件").setInputFiles({ name: "大.csv", mimeType: "text/csv", buffer: large });
    await page.getByRole("alert").filter({ hasText: "文件超过 10 MB" }).waitFor();
    expect(await page.getByRole("button", { name: "上传并预览" }).isDisabled()).toBe(true);
    const body = new FormData();
    body.append("file", new Blob([large]), "大.csv");
    const { product } = stage();
    const response = await product.fetch("/manage/import/people", { method: "POST", body, cookie: await product.signIn(ADMIN) });
    expect(response.status).toBe(413);
    expect(await response.text()).toContain("文件超过 10 MB，没有读取");
  });
});
