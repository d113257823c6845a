import exceljs from "exceljs";
import { expect, test } from "vitest";
import type { ImportKind } from "#db/schema-office.ts";
import type { OrganisationId } from "#db/schema.ts";
import { commitImport } from "#server/imports/commands.ts";
import { IMPORT_COLUMNS, IMPORT_KINDS } from "#server/imports/contract.ts";
import { collectRows, writeFile, writeTemplate } from "#server/imports/export.ts";
import { authorizeExport, authorizeImport, getBatch } from "#server/imports/queries.ts";
import { appoint, csv, faultsOf, openImports, phone, type ImportWorld } from "./world.ts";

const bytesOf = (body: string | Uint8Array) => (typeof body === "string" ? new TextEncoder().encode(body) : body);

async function exportFile(ctx: ImportWorld["operator"], kind: ImportKind, format: "csv" | "xlsx") {
  const { grant, phones } = await authorizeExport(ctx, kind);
  const rows = await collectRows(ctx, grant, kind, { phones });
  return { rows, bytes: bytesOf((await writeFile(ctx, kind, format, rows)).body) };
}

/** The head of a bureau, who may import and export people. */
async function openAdmin(world: ImportWorld) {
  const row = await world.db.selectFrom("organisation").select("id").where("kind", "=", "bureau").orderBy("id").executeTakeFirstOrThrow();
  return appoint(world, "regionOfficer", row.id);
}

test("what is exported imports again without a change, as CSV and as a workbook", async () => {
  const world = await openImports();
  await world.db
    .insertInto("organisation")
    .values({ id: "live" as OrganisationId, name: "=SUM(1,1)示例学校", kind: "school", region_code: "620102", parent_id: null, is_demo: 0 })
    .execute();
  const before = await world.digest();
  for (const kind of ["organisations", "achievements", "weakRegions"] as const) {
    for (const format of ["csv", "xlsx"] as const) {
      const { rows, bytes } = await exportFile(world.operator, kind, format);
      const id = await world.bring(world.operator, kind, bytes);
      expect({ kind, faults: await faultsOf(world.operator, id) }).toEqual({ kind, faults: [] });
      expect((await getBatch(world.operator, id)).report.counts).toEqual({ new: 0, changed: 0, unchanged: rows.length, faulty: 0 });
      await commitImport(world.operator, await authorizeImport(world.operator, kind), id);
    }
  }
  expect(await world.digest()).toBe(before);
});

test("people come out without numbers but for those who may see them, then with the middle hidden, and go in again unchanged", async () => {
  const world = await openImports();
  const admin = await openAdmin(world);
  const unit = await world.db
    .selectFrom("organisation as o")
    .innerJoin("unit_admin as u", "u.organisation_id", "o.id")
    .select("o.name")
    .where("u.person_id", "=", admin.user?.personId ?? ("" as never))
    .executeTakeFirstOrThrow();
  const made = await world.bring(
    admin,
    "people",
    csv([
      ["登录名", "姓名", "单位", "手机号", "角色"],
      ["daochu", "示例岗位", unit.name, phone(0), "应用方区域负责人"],
    ]),
  );
  expect(await faultsOf(admin, made)).toEqual([]);
  await commitImport(admin, await authorizeImport(admin, "people"), made);
  const before = await world.digest();
  for (const format of ["csv", "xlsx"] as const) {
    const { rows, bytes } = await exportFile(admin, "people", format);
    expect(rows.find(([login]) => login === "daochu")?.[3]).toBe("138****0000");
    const id = await world.bring(admin, "people", bytes);
    expect(await faultsOf(admin, id)).toEqual([]);
    expect((await getBatch(admin, id)).report.counts).toEqual({ new: 0, changed: 0, unchanged: rows.length, faulty: 0 });
  }
  const hidden = await collectRows(admin, (await authorizeExport(admin, "people")).grant, "people", { phones: false });
  expect(hidden.every((row) => row[3] === "")).toBe(true);
  expect(await world.digest()).toBe(before);
  await expect(authorizeExport(world.operator, "people")).rejects.toMatchObject({ code: "forbidden" });
});

test("G8: no cell of an export is live in a workbook or in CSV", async () => {
  const world = await openImports();
  const name = "=cmd|' /C calc'!A0";
  await world.db
    .insertInto("organisation")
    .values({ id: "live" as OrganisationId, name, kind: "school", region_code: "620102", parent_id: null, is_demo: 0 })
    .execute();
  const sheet = new exceljs.Workbook();
  await sheet.xlsx.load((await exportFile(world.operator, "organisations", "xlsx")).bytes as unknown as ArrayBuffer);
  const kinds = new Set<number>();
  sheet.worksheets[0]?.eachRow((row) => row.eachCell((cell) => kinds.add(cell.type)));
  expect([...kinds]).toEqual([exceljs.ValueType.String]);
  const text = new TextDecoder().decode((await exportFile(world.operator, "organisations", "csv")).bytes);
  expect(text).toContain(`'${name}`);
  expect(
    text
      .split("\r\n")
      .flatMap((line) => line.split(","))
      .filter((cell) => /^"?[=+\-@\t]/.test(cell)),
  ).toEqual([]);
});

test("a template has the columns, lists to choose from, an example that imports and a sheet that explains", async () => {
  const world = await openImports();
  for (const kind of IMPORT_KINDS) {
    const { body } = await writeTemplate(world.operator, kind, "xlsx");
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(bytesOf(body) as unknown as ArrayBuffer);
    expect(workbook.worksheets.map(({ name }) => name).at(-1)).toBe("说明");
    expect(workbook.worksheets[0]?.getRow(1).values).toEqual([undefined, ...IMPORT_COLUMNS[kind].map(({ label }) => label)]);
    const listed = IMPORT_COLUMNS[kind].findIndex(({ choices }) => choices !== undefined) + 1;
    expect(workbook.worksheets[0]?.getCell(2, listed).dataValidation).toMatchObject({ type: "list" });
    const csvBody = await writeTemplate(world.operator, kind, "csv");
    expect(String(csvBody.body).startsWith("\ufeff")).toBe(true);
    const id = await world.bring(world.operator, kind, bytesOf(body));
    const faults = await faultsOf(world.operator, id);
    // The example of a person names a unit that an empty installation does not have.
    expect({ kind, faults }).toEqual({ kind, faults: kind === "people" ? ["2 单位: unknownUnit"] : [] });
  }
});

test("sheets with merged cells, hidden rows, dates, numbers and further sheets are read with a word about it", async () => {
  const world = await openImports();
  const unit = (await world.db.selectFrom("organisation").select("name").where("kind", "=", "school").executeTakeFirstOrThrow()).name;
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet("教师");
  workbook.addWorksheet("其他");
  sheet.addRows([
    ["种子教师名单"],
    ["登录名", "姓名", "单位", "手机号", "角色", "任期起"],
    ["shuzi-1", "示例甲", unit, Number(phone(1)), "种子教师", new Date(Date.UTC(2024, 8, 1))],
    ["shuzi-2", { richText: [{ text: "示例" }, { text: "乙" }] }, null, Number(phone(2)), "种子教师", 45536],
  ]);
  sheet.mergeCells("C3:C4");
  sheet.getRow(4).hidden = true;
  const id = await world.bring(world.operator, "people", new Uint8Array((await workbook.xlsx.writeBuffer()) as ArrayBuffer), "名单.xlsx");
  expect(await faultsOf(world.operator, id)).toEqual([]);
  const { report, rows } = await getBatch(world.operator, id);
  expect(report.notices.map(({ code }) => code)).toEqual(["moreSheets", "hiddenRows", "mergedCells"]);
  expect(rows.map(({ row, shown }) => [row, ...shown])).toEqual([
    [3, "shuzi-1", "示例甲", unit, "138****0001", "种子教师", "", "", "", "2024-09-01", ""],
    [4, "shuzi-2", "示例乙", unit, "138****0002", "种子教师", "", "", "", "2024-09-01", ""],
  ]);
});
