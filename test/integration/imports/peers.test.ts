import { expect, test } from "vitest";
import type { HatId, OrganisationId } from "#db/schema.ts";
import { unlockPerson } from "#server/administration/people.ts";
import type { Context } from "#server/core/context.ts";
import { commitImport } from "#server/imports/commands.ts";
import { authorizeImport, getBatch, getFaultList } from "#server/imports/queries.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { appoint, csv, faultsOf, openImports, type ImportWorld } from "./world.ts";

const HEAD = ["登录名", "姓名", "单位", "手机号", "角色", "角色范围", "职务称谓", "专项身份", "任期起", "任期止"];
const [BUREAU, SCHOOL, FAR] = ["bureau-one", "school-one", "school-far"] as OrganisationId[];

/** A bureau with its administrator and a school below it, another school elsewhere. */
async function open() {
  const world = await openImports();
  const unit = { kind: "school" as const, is_demo: 0 as const };
  await world.db
    .insertInto("organisation")
    .values([
      { ...unit, id: need(BUREAU), name: "示例市教育局", kind: "bureau", region_code: "620100", parent_id: null },
      { ...unit, id: need(SCHOOL), name: "示例一中", region_code: "620102", parent_id: need(BUREAU) },
      { ...unit, id: need(FAR), name: "外地示例中学", region_code: "620200", parent_id: null },
    ])
    .execute();
  return { world, admin: await appoint(world, "regionOfficer", need(BUREAU)) };
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("missing");
  return value;
}

const row = (login: string, name: string, unit: string, role = "") => [login, name, unit, "", role, "", "", "", "", ""];

/** Uploads and, where there is no fault, writes. */
async function run(world: ImportWorld, ctx: Context, ...rows: string[][]) {
  const id = await world.bring(ctx, "people", csv([HEAD, ...rows]));
  if ((await getBatch(ctx, id)).rowsBad > 0) return { id, faults: await faultsOf(ctx, id) };
  await commitImport(ctx, await authorizeImport(ctx, "people"), id);
  return { id, faults: [] };
}

test("M7: a file changes no fellow administrator of the same unit, tells so by row and column, and may give a role as by hand", async () => {
  const { world, admin } = await open();
  expect((await run(world, world.operator, row("tongji", "同级岗", "示例市教育局"), row("xiaji", "下级岗", "示例一中"))).faults).toEqual(
    [],
  );
  await appoint(world, "tongji", need(BUREAU));
  await appoint(world, "xiaji", need(SCHOOL));
  const { id, faults } = await run(
    world,
    admin,
    row("tongji", "改名岗", "示例市教育局"),
    row("xiaji", "改名岗", "示例一中"),
    row("tongji", "改名岗", "示例市教育局", "教研员"),
  );
  expect(faults).toEqual(["2 登录名: personPeer"]);
  expect((await getFaultList(admin, id)).text).toContain(
    "登录名：此人与您同为一个单位的管理员，姓名、单位与手机号请由上级单位的管理员修改",
  );
  // Moved out of the shared unit the account would belong to somebody else: that is a change too.
  expect((await run(world, admin, row("tongji", "同级岗", "示例一中"))).faults).toEqual(["2 登录名: personPeer"]);
  const welcome = [row("tongji", "同级岗", "示例市教育局", "教研员"), row("xiaji", "改名岗", "示例一中")];
  expect((await run(world, admin, ...welcome)).faults).toEqual([]);
});

test("M7: whoever administers the unit above is no peer, also where the shared unit is administered as well", async () => {
  const { world, admin } = await open();
  expect((await run(world, world.operator, row("xiaozhang", "校级岗", "示例一中"))).faults).toEqual([]);
  await appoint(world, "xiaozhang", need(SCHOOL));
  await appoint(world, "regionOfficer", need(SCHOOL));
  expect((await run(world, admin, row("xiaozhang", "改名岗", "示例一中"))).faults).toEqual([]);
});

test("M7: who becomes a fellow administrator after the preview is seen at the confirmation, and nothing is written", async () => {
  const { world, admin } = await open();
  expect((await run(world, world.operator, row("tongji", "同级岗", "示例市教育局"))).faults).toEqual([]);
  const waiting = await world.bring(
    admin,
    "people",
    csv([HEAD, row("tongji", "改名岗", "示例市教育局"), row("xinren", "新人岗", "示例一中")]),
  );
  expect((await getBatch(admin, waiting)).rowsBad).toBe(0);
  await appoint(world, "tongji", need(BUREAU));
  const before = await world.digest();
  await expect(commitImport(admin, await authorizeImport(admin, "people"), waiting)).rejects.toMatchObject({ code: "conflict" });
  expect(await world.digest()).toBe(before);
});

test("M7: a file and the page of a person give the same answer for every way an account can stand", async () => {
  const { world, admin } = await open();
  const stand: Record<string, (login: string) => Promise<unknown>> = {
    plain: async () => {},
    below: (login) => appoint(world, login, need(SCHOOL)),
    peer: (login) => appoint(world, login, need(BUREAU)),
    elsewhere: (login) =>
      world.db
        .updateTable("person")
        .set({ organisation_id: need(FAR) })
        .where("login", "=", login)
        .execute(),
    unitless: (login) => world.db.updateTable("person").set({ organisation_id: null }).where("login", "=", login).execute(),
    office: (login) => appoint(world, login, need(FAR)),
    later: (login) => hold(world, login, { unit: need(FAR), from: world.clock.now() + 1e9 }),
    past: (login) => hold(world, login, { unit: need(FAR), from: 0, to: 1 }),
    province: (login) => hold(world, login, { unit: null, from: 0 }),
    left: (login) => world.db.updateTable("person").set({ left_at: 1 }).where("login", "=", login).execute(),
  };
  const logins = Object.keys(stand);
  expect((await run(world, world.operator, ...logins.map((login) => row(login, "原名岗", "示例市教育局")))).faults).toEqual([]);
  for (const [login, make] of Object.entries(stand)) await make(login);
  const unlock = await authorizeOffice(admin, "signIn.unlock");
  const byHand: string[] = [];
  for (const login of logins) {
    const { id } = await world.db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow();
    const done = await unlockPerson(admin, unlock, id).then(
      () => [login],
      () => [],
    );
    byHand.push(...done);
  }
  const { faults } = await run(world, admin, ...logins.map((login) => row(login, "改名岗", "示例市教育局")));
  const refused = new Set(faults.map((fault) => logins[Number.parseInt(fault, 10) - 2]));
  expect(logins.filter((login) => !refused.has(login))).toEqual(byHand);
  expect(byHand).toEqual(["plain", "below", "past"]);
});

async function hold(world: ImportWorld, login: string, { unit, from, to }: { unit: OrganisationId | null; from: number; to?: number }) {
  const { id } = await world.db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow();
  const scope =
    unit === null ? ({ scope_kind: "province", scope_id: "620000" } as const) : ({ scope_kind: "school", scope_id: unit } as const);
  await world.db
    .insertInto("role_assignment")
    .values({
      ...scope,
      id: `held-${login}` as HatId,
      person_id: id,
      role: unit === null ? "provinceAdmin" : "schoolTeacher",
      organisation_id: unit,
      title: "",
      designation: "",
      valid_from: from,
      valid_to: to ?? null,
      granted_by: null,
    })
    .execute();
}
