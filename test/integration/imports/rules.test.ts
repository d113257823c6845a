import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { HatId, OrganisationId } from "#db/schema.ts";
import { commitImport, discardImport } from "#server/imports/commands.ts";
import { collectRows } from "#server/imports/export.ts";
import { authorizeExport, authorizeImport, getBatch, getCredentials, getFaultList } from "#server/imports/queries.ts";
import { appoint, csv, faultsOf, openImports, phone, type ImportWorld } from "./world.ts";

const PEOPLE = ["登录名", "姓名", "单位", "手机号", "角色", "角色范围", "职务称谓", "专项身份", "任期起", "任期止"];
const UNITS = ["单位代码", "单位名称", "单位类型", "上级单位", "行政区划"];
const SHIPPED = new URL("../../../db/data/", import.meta.url);

/** A bureau of a prefecture with its administrator, and a school elsewhere. */
async function openBureau() {
  const world = await openImports();
  const bureau = "bureau-one" as OrganisationId;
  const school = "school-one" as OrganisationId;
  const unit = { kind: "school" as const, is_demo: 0 as const };
  await world.db
    .insertInto("organisation")
    .values([
      { ...unit, id: bureau, name: "示例市教育局", kind: "bureau", region_code: "620100", parent_id: null },
      { ...unit, id: school, name: "示例一中", region_code: "620102", parent_id: bureau },
      { ...unit, id: "school-far" as OrganisationId, name: "外地示例中学", region_code: "620200", parent_id: null },
    ])
    .execute();
  return { world, admin: await appoint(world, "regionOfficer", bureau) };
}

async function run(world: ImportWorld, kind: "people" | "organisations", rows: string[][], ctx = world.operator) {
  const id = await world.bring(ctx, kind, csv([kind === "people" ? PEOPLE : UNITS, ...rows]));
  if ((await getBatch(ctx, id)).rowsBad > 0) return { id, faults: await faultsOf(ctx, id) };
  await commitImport(ctx, await authorizeImport(ctx, kind), id);
  return { id, faults: [] };
}

const person = (login: string, unit: string, more: Partial<Record<"phone" | "role" | "scope" | "title" | "from" | "to", string>> = {}) => [
  login,
  `示例岗位${login}`,
  unit,
  more.phone ?? "",
  more.role ?? "",
  more.scope ?? "",
  more.title ?? "",
  "",
  more.from ?? "",
  more.to ?? "",
];

test("an administrator of a unit imports into the own subtree only, and nobody else's people", async () => {
  const { world, admin } = await openBureau();
  expect((await run(world, "people", [person("yuanwai", "外地示例中学")])).faults).toEqual([]);
  const outside = await run(world, "people", [person("xinren", "外地示例中学"), person("yuanwai", "示例一中")], admin);
  expect(outside.faults).toEqual(["2 单位: unitOutside", "3 登录名: loginUsed"]);
  expect((await run(world, "people", [person("xinren", "示例一中", { role: "种子教师" })], admin)).faults).toEqual([]);
  const units = await run(
    world,
    "organisations",
    [
      ["", "局属小学", "学校", "示例市教育局", "620102"],
      ["", "另立门户教育局", "教育局", "示例一中", "620102"],
      ["", "没有上级的学校", "学校", "", "620102"],
      ["", "伸手的学校", "学校", "外地示例中学", "620200"],
      ["", "越界的学校", "学校", "示例市教育局", "620200"],
    ],
    admin,
  );
  expect(units.faults).toEqual([
    "3 上级单位: parentKind",
    "4 上级单位: parentMissing",
    "5 上级单位: parentOutside",
    "6 行政区划: regionOutsideParent",
  ]);
});

test("M7: no import gives an administrator's role, and an operator's account is never touched by one", async () => {
  const { world } = await openBureau();
  const rows = ["省级管理", "provinceAdmin", "单位管理员", "系统管理员", "学科教研联盟负责人"].map((role, index) =>
    person(`ren-${index}`, "示例一中", { role }),
  );
  const { id, faults } = await run(world, "people", [...rows, person("yunxing-xitong", "示例一中")]);
  expect(faults).toEqual([...[2, 3, 4, 5].map((row) => `${row} 角色: adminRole`), "6 角色: allianceRole", "7 登录名: personOperator"]);
  expect((await getFaultList(world.operator, id)).text).toContain("角色：“省级管理”不能通过导入授予，请到“管理—审批”提出申请");
});

test("duplicates are named with the other row, in the file and against the database", async () => {
  const { world } = await openBureau();
  expect((await run(world, "people", [person("yi-you", "示例一中", { phone: phone(1) })])).faults).toEqual([]);
  const { faults } = await run(world, "people", [
    person("Yi-You", "示例一中"),
    person("ｙｉ-ｙｏｕ", "示例市教育局"),
    person("bie-ren", "示例一中", { phone: `138 ${phone(1).slice(3)}` }),
    person("er-hao", "示例一中", { phone: phone(2) }),
    person("san-hao", "示例一中", { phone: `+86 ${phone(2)}` }),
    person(phone(3), "示例一中"),
  ]);
  expect(faults).toEqual(["3 登录名: sameLoginDiffers", "4 手机号: phoneTaken", "6 手机号: phoneTwice", "7 登录名: loginIsPhone"]);
  const units = await run(world, "organisations", [
    ["", "新学校", "学校", "示例市教育局", "620102"],
    ["", "新学校", "学校", "示例市教育局", "620102"],
    ["X1", "甲校", "学校", "乙校", ""],
    ["X2", "乙校", "学校", "甲校", ""],
    ["", "丙校", "学校", "丙校", ""],
    ["", "丁校", "学校", "没有的局", ""],
  ]);
  expect(units.faults).toEqual([
    "3 单位名称: duplicateRow",
    "4 上级单位: parentCycle",
    "5 上级单位: parentCycle",
    "6 上级单位: parentSelf",
    "7 上级单位: unknownUnit",
  ]);
});

test("a corrected file changes by key what it says, keeps what it leaves empty and never touches a password", async () => {
  const { world } = await openBureau();
  await run(world, "people", [person("gaizheng", "示例一中", { phone: phone(1), role: "种子教师", title: "教师", from: "2024-09-01" })]);
  const read = () => world.db.selectFrom("person").selectAll().where("login_key", "=", "gaizheng").executeTakeFirstOrThrow();
  const before = await read();
  expect(before.initial_hash).not.toBeNull();
  await world.db.updateTable("person").set({ password_hash: "$own", initial_hash: null }).where("id", "=", before.id).execute();
  const row = person("gaizheng", "示例市教育局");
  const { id } = await run(world, "people", [[row[0] ?? "", "改过的名字", "示例市教育局"]]);
  expect((await getBatch(world.operator, id)).report).toMatchObject({ written: { created: 0, changed: 1, roles: 0 } });
  expect(await read()).toMatchObject({
    display_name: "改过的名字",
    organisation_id: "bureau-one",
    phone_hash: before.phone_hash,
    password_hash: "$own",
    initial_hash: null,
  });
});

test("units find their parents anywhere in the file; codes find a renamed unit again", async () => {
  const { world } = await openBureau();
  const rows = [
    ["C3", "村小教学点", "学校", "C2", ""],
    ["C2", "中心小学", "学校", "县教育局示例", ""],
    ["C1", "县教育局示例", "教育局", "示例市教育局", "620121"],
  ];
  expect((await run(world, "organisations", rows)).faults).toEqual([]);
  const find = (code: string) => world.db.selectFrom("organisation").selectAll().where("code", "=", code).executeTakeFirstOrThrow();
  expect(await find("C3")).toMatchObject({ parent_id: (await find("C2")).id, region_code: "620121" });
  const renamed = await run(world, "organisations", [["C2", "中心小学（改名）", "学校", "县教育局示例", ""]]);
  expect((await getBatch(world.operator, renamed.id)).report.written).toEqual({ created: 0, changed: 1, roles: 0, passwords: 0 });
  expect(await find("C2")).toMatchObject({ name: "中心小学（改名）" });
});

test("what moved after the preview is seen before the writing: nothing is written, preview again", async () => {
  const { world } = await openBureau();
  const ctx = world.operator;
  const grant = await authorizeImport(ctx, "people");
  const id = await world.bring(ctx, "people", csv([PEOPLE, person("hou-lai", "示例一中"), person("tong-shi", "示例一中")]));
  await world.db.updateTable("organisation").set({ ended_at: 1 }).where("name", "=", "示例一中").execute();
  const before = await world.digest();
  await expect(commitImport(ctx, grant, id)).rejects.toMatchObject({ code: "conflict" });
  expect(await world.digest()).toBe(before);
  expect((await getBatch(ctx, id)).state).toBe("preview");
  await discardImport(ctx, grant, id);
  expect(await world.db.selectFrom("import_chunk").selectAll().execute()).toEqual([]);
});

test("M19: phones and passwords of an import never stand in clear; batches are their maker's alone", async () => {
  const { world, admin } = await openBureau();
  const { id } = await run(world, "people", [person("jia", "示例一中", { phone: phone(9) })]);
  const sheet = await getCredentials(world.operator, id);
  const password = /[a-z2-7]{4}(-[a-z2-7]{4}){3}/.exec(sheet.text)?.[0] ?? "missing";
  const everything = JSON.stringify([
    await world.db.selectFrom("import_batch").selectAll().execute(),
    await world.db.selectFrom("import_chunk").selectAll().execute(),
    await world.db.selectFrom("person").selectAll().execute(),
    await world.db.selectFrom("audit").selectAll().execute(),
  ]);
  expect([everything.includes(phone(9)), everything.includes(password), everything.includes(password.replaceAll("-", ""))]).toEqual([
    false,
    false,
    false,
  ]);
  await expect(getBatch(admin, id)).rejects.toMatchObject({ code: "notFound" });
  await expect(getCredentials(admin, id)).rejects.toMatchObject({ code: "notFound" });
});

test("U08: the lists that ship with the data import as they are; those already known change nothing", async () => {
  const world = await openImports();
  const began = performance.now();
  const weak = await world.bring(world.operator, "weakRegions", new Uint8Array(readFileSync(new URL("regions-weak.csv", SHIPPED))));
  const awards = await world.bring(world.operator, "achievements", new Uint8Array(readFileSync(new URL("awards.csv", SHIPPED))));
  console.log(`shipped lists previewed in ${(performance.now() - began).toFixed(0)} ms`);
  expect(await faultsOf(world.operator, weak)).toEqual([]);
  expect(await faultsOf(world.operator, awards)).toEqual([]);
  expect((await getBatch(world.operator, awards)).report.counts).toMatchObject({ new: 0, faulty: 0 });
  await commitImport(world.operator, await authorizeImport(world.operator, "weakRegions"), weak);
  const flagged = await world.db.selectFrom("region").select("flags").where("code", "=", "530628").executeTakeFirst();
  expect(flagged).toEqual({ flags: "key_rural_revitalisation_county_2021" });
});

test("an import never changes the kind of a unit: who administers which kinds is approved by a second person", async () => {
  const { world, admin } = await openBureau();
  const row = (kind: string) => [["", "示例一中", kind, "示例市教育局", "620102"]];
  expect((await run(world, "organisations", row("教育局"))).faults).toEqual(["2 单位类型: kindDiffers"]);
  expect((await run(world, "organisations", row("工作室"), admin)).faults).toEqual(["2 单位类型: kindDiffers"]);
  expect((await run(world, "organisations", row("学校"), admin)).faults).toEqual([]);
  const { kind } = await world.db.selectFrom("organisation").select("kind").where("name", "=", "示例一中").executeTakeFirstOrThrow();
  expect(kind).toBe("school");
});

test("a file cannot close the tree of units to a circle, neither alone nor together with what was written since", async () => {
  const { world } = await openBureau();
  const below = (name: string, parent: string) => ["", name, "学校", parent, "620102"];
  expect((await run(world, "organisations", [below("二层学校", "示例一中"), below("三层学校", "二层学校")])).faults).toEqual([]);
  expect((await run(world, "organisations", [below("示例一中", "三层学校")])).faults).toEqual(["2 上级单位: parentCycle"]);
  const turned = [below("示例一中", "三层学校"), below("二层学校", "示例市教育局")];
  expect((await run(world, "organisations", turned)).faults).toEqual([]);
  await run(world, "organisations", [below("上层学校", "示例市教育局"), below("中层学校", "上层学校")]);
  const waiting = await world.bring(world.operator, "organisations", csv([UNITS, below("二层学校", "中层学校")]));
  expect((await run(world, "organisations", [below("上层学校", "二层学校")])).faults).toEqual([]);
  const before = await world.digest();
  await expect(commitImport(world.operator, await authorizeImport(world.operator, "organisations"), waiting)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await world.digest()).toBe(before);
});

const ROLE = { scope_kind: "school", title: "", valid_from: 1, valid_to: null } as const;

test("a role held for another unit is neither found again nor changed, and an export leaves it to that unit", async () => {
  const { world, admin } = await openBureau();
  const far = await addBureau(world, "far-bureau", "外地示例教育局");
  await run(world, "people", [person("quyu", "示例市教育局")]);
  const { id } = await world.db.selectFrom("person").select("id").where("login", "=", "quyu").executeTakeFirstOrThrow();
  const held = { id: "held" as HatId, person_id: id, organisation_id: far, role: "regionOfficer", title: "原职" } as const;
  await world.db
    .insertInto("role_assignment")
    .values({ ...ROLE, ...held, scope_kind: "region", scope_id: "620100" })
    .execute();
  const exported = async () => {
    const rows = await collectRows(admin, (await authorizeExport(admin, "people")).grant, "people", { phones: false });
    return rows.filter(([login]) => login === "quyu").map((row) => row[6]);
  };
  expect(await exported()).toEqual([""]);
  const row = person("quyu", "示例市教育局", { role: "应用方区域负责人", title: "新职" });
  expect((await run(world, "people", [row], admin)).faults).toEqual([]);
  const roles = await world.db
    .selectFrom("role_assignment")
    .select(["organisation_id as unit", "title"])
    .where("person_id", "=", id)
    .orderBy("title")
    .execute();
  expect(roles).toEqual([
    { unit: "far-bureau", title: "原职" },
    { unit: "bureau-one", title: "新职" },
  ]);
  expect(await exported()).toEqual(["新职"]);
});

async function addBureau(world: ImportWorld, id: string, name: string): Promise<OrganisationId> {
  const unit = { id: id as OrganisationId, name, kind: "bureau", region_code: "620200", parent_id: null, is_demo: 0 } as const;
  await world.db.insertInto("organisation").values(unit).execute();
  return unit.id;
}

test("outside the reach an import names nobody: not whose a number or a login name is, nor what that account is", async () => {
  const { world, admin } = await openBureau();
  const people = [person("bendi", "示例一中", { phone: phone(1) }), person("yuanwai", "外地示例中学", { phone: phone(2) })];
  expect((await run(world, "people", [...people, person("yuanwai-er", "外地示例中学", { phone: phone(3) })])).faults).toEqual([]);
  await world.db
    .updateTable("person")
    .set({ organisation_id: "school-one" as OrganisationId })
    .where("login", "=", "yunxing-xitong")
    .execute();
  const { id, faults } = await run(
    world,
    "people",
    [
      person("xin-yi", "示例一中", { phone: phone(1) }),
      person("xin-er", "示例一中", { phone: phone(2) }),
      person("yuanwai-er", "示例一中", { phone: phone(3) }),
      person("yunxing-xitong", "示例一中"),
    ],
    admin,
  );
  expect(faults).toEqual([
    "2 手机号: phoneTaken",
    "3 手机号: phoneUsed",
    "4 手机号: phoneUsed",
    "4 登录名: loginUsed",
    "5 登录名: loginUsed",
  ]);
  const { text } = await getFaultList(admin, id);
  expect(text).toContain("手机号已属于登录名“bendi”");
  expect(text).not.toMatch(/外地示例中学|运行人员|“yuanwai/);
});

/** What a person holds before an import meets them. */
async function hold(world: ImportWorld, login: string, office: { province: true } | { role: string } | { admin: string }) {
  const { id } = await world.db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow();
  if ("admin" in office) return void (await appoint(world, login, office.admin as OrganisationId));
  const role = "province" in office ? "provinceAdmin" : "schoolTeacher";
  const unit = "province" in office ? null : (office.role as OrganisationId);
  const scope = { scope_kind: unit === null ? "province" : "school", scope_id: unit ?? "620000" } as const;
  await world.db
    .insertInto("role_assignment")
    .values({ ...ROLE, ...scope, id: `held-${login}` as HatId, person_id: id, role, organisation_id: unit })
    .execute();
}

test("M7: an import changes no account that the importer may not touch by hand; rows without a change stay welcome", async () => {
  const { world, admin } = await openBureau();
  const logins = ["jianzhi", "jianguan", "shengji", "putong"];
  const rows = (unit: string) => logins.map((login) => person(login, unit));
  expect((await run(world, "people", rows("示例一中"))).faults).toEqual([]);
  await hold(world, "jianzhi", { role: "school-far" });
  await hold(world, "jianguan", { admin: "school-far" });
  await hold(world, "shengji", { province: true });
  const self = { display_name: "示例岗位regionOfficer", organisation_id: "bureau-one" as OrganisationId };
  await world.db.updateTable("person").set(self).where("login", "=", "regionOfficer").execute();
  const own = (role: string) => person("regionOfficer", "示例市教育局", { role });
  expect((await run(world, "people", [...rows("示例一中"), own("")], admin)).faults).toEqual([]);
  expect((await run(world, "people", [...rows("示例市教育局"), own("应用方区域负责人")], admin)).faults).toEqual([
    "2 登录名: personOffices",
    "3 登录名: personOffices",
    "4 登录名: personProvince",
    "6 登录名: personOneself",
  ]);
  const given = (login: string) => person(login, "示例一中", { role: "种子教师" });
  expect((await run(world, "people", [given("jianzhi"), given("shengji")], admin)).faults).toEqual(["3 登录名: personProvince"]);
  expect((await run(world, "people", rows("示例市教育局"))).faults).toEqual(["4 登录名: personProvince"]);
});

test("a home that leaves the importer's reach after the preview is seen before the writing", async () => {
  const { world, admin } = await openBureau();
  const place = ["", "示例二中", "学校", "示例市教育局", "620102"];
  expect((await run(world, "organisations", [place])).faults).toEqual([]);
  expect((await run(world, "people", [person("diaodong", "示例二中")])).faults).toEqual([]);
  const waiting = await world.bring(admin, "people", csv([PEOPLE, person("diaodong", "示例一中")]));
  await world.db.updateTable("organisation").set({ parent_id: null }).where("name", "=", "示例二中").execute();
  const before = await world.digest();
  await expect(commitImport(admin, await authorizeImport(admin, "people"), waiting)).rejects.toMatchObject({ code: "conflict" });
  expect(await world.digest()).toBe(before);
});

test("M13: every account and role that an import makes or changes has an entry of its own; the same file again has none", async () => {
  const { world } = await openBureau();
  const entries = async () => {
    const found = await world.db
      .selectFrom("audit as a")
      .leftJoin("person as p", "p.id", "a.object_id")
      .select(["a.type", "p.login", "a.detail"])
      .orderBy("a.id")
      .execute();
    return found.filter(({ type }) => !type.startsWith("import.")).map(({ type, login }) => `${type} ${login ?? ""}`);
  };
  const teacher = (more: Parameters<typeof person>[2]) => person("jia", "示例一中", { role: "种子教师", from: "2024-09-01", ...more });
  const first = [teacher({}), person("yi", "示例一中")];
  await run(world, "people", first);
  expect(await entries()).toEqual(["account.created jia", "account.created yi", "role.granted jia"]);
  await run(world, "people", first);
  expect(await entries()).toHaveLength(3);
  expect(world.events.filter(({ type }) => type === "access.changed")).toEqual([]);
  await run(world, "people", [teacher({ phone: phone(5), title: "年级组长" })]);
  await run(world, "people", [teacher({ title: "年级组长", to: "2025-01-31" })]);
  expect((await entries()).slice(3)).toEqual(["account.changed jia", "phone.changed jia", "role.changed jia", "role.ended jia"]);
  const { id } = await world.db.selectFrom("person").select("id").where("login", "=", "jia").executeTakeFirstOrThrow();
  expect(world.events.filter(({ type }) => type === "access.changed")).toEqual([
    { type: "access.changed", personId: id },
    { type: "access.changed", personId: id },
  ]);
  const bytes = JSON.stringify(await world.db.selectFrom("audit").select("detail").execute());
  expect(bytes.includes(phone(5))).toBe(false);
});
