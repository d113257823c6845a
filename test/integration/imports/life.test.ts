import { expect, test } from "vitest";
import { acknowledgeCredentials, commitImport } from "#server/imports/commands.ts";
import { importJobs } from "#server/imports/jobs.ts";
import { authorizeImport, getBatch, getCredentials } from "#server/imports/queries.ts";
import { csv, openImports, type ImportWorld } from "./world.ts";

const DAY = 24 * 3_600_000;

async function runJobs(world: ImportWorld): Promise<void> {
  for (const job of importJobs()) await job.run(world.app);
}

async function bringTeacher(world: ImportWorld, login: string) {
  const unit = await world.db.selectFrom("organisation").select("name").where("kind", "=", "school").executeTakeFirstOrThrow();
  return world.bring(
    world.operator,
    "people",
    csv([
      ["登录名", "姓名", "单位"],
      [login, "示例岗位", unit.name],
    ]),
  );
}

test("a preview and a password sheet end after a day and leave nothing behind", async () => {
  const world = await openImports();
  const ctx = world.operator;
  const waiting = await bringTeacher(world, "dai-que");
  const done = await bringTeacher(world, "yi-xie");
  await commitImport(ctx, await authorizeImport(ctx, "people"), done);
  await runJobs(world);
  expect((await getBatch(ctx, waiting)).state).toBe("preview");
  expect((await getCredentials(ctx, done)).rows).toBe(1);
  world.clock.set(world.clock.now() + DAY + 60_000);
  await expect(commitImport(ctx, await authorizeImport(ctx, "people"), waiting)).rejects.toMatchObject({ code: "conflict" });
  await expect(getCredentials(ctx, done)).rejects.toMatchObject({ code: "notFound" });
  await runJobs(world);
  expect((await getBatch(ctx, waiting)).state).toBe("discarded");
  expect((await getBatch(ctx, done)).report.credentials).toBe("expired");
  expect(await world.db.selectFrom("import_chunk").selectAll().execute()).toEqual([]);
});

test("what a crash interrupted is settled: reading is lost, writing waits again", async () => {
  const world = await openImports();
  const reading = await bringTeacher(world, "jia");
  const writing = await bringTeacher(world, "yi");
  await world.db.updateTable("import_batch").set({ state: "parsing" }).where("id", "=", reading).execute();
  await world.db.updateTable("import_batch").set({ state: "committing" }).where("id", "=", writing).execute();
  await runJobs(world);
  expect((await getBatch(world.operator, reading)).state).toBe("failed");
  await commitImport(world.operator, await authorizeImport(world.operator, "people"), writing);
  expect((await getBatch(world.operator, writing)).state).toBe("done");
});

test("an acknowledged password sheet cannot be taken again, and everything is in the audit log", async () => {
  const world = await openImports();
  const ctx = world.operator;
  const grant = await authorizeImport(ctx, "people");
  const id = await bringTeacher(world, "bing");
  await commitImport(ctx, grant, id);
  await acknowledgeCredentials(ctx, grant, id);
  await expect(getCredentials(ctx, id)).rejects.toMatchObject({ code: "notFound" });
  const entries = await world.db.selectFrom("audit").select("type").where("object_id", "=", id).orderBy("id").execute();
  expect(entries.map(({ type }) => type)).toEqual(["import.previewed", "import.committed"]);
  const told = await world.db
    .selectFrom("notification")
    .select(["person_id as personId", "payload"])
    .where("type", "=", "import.finished")
    .execute();
  expect(told).toEqual([{ personId: ctx.user?.personId, payload: JSON.stringify({ batchId: id, kind: "people", rows: 1 }) }]);
});

test("U08: a national list of 1,400 achievements is previewed and written within seconds, and again without a change", async () => {
  const world = await openImports();
  const ctx = world.operator;
  const rows = Array.from({ length: 1400 }, (_, index) => [
    "2022",
    index < 20 ? "特等奖" : index < 300 ? "一等奖" : "二等奖",
    `示例成果第${index}项`,
    `示例学校${index}`,
    "甘肃省",
    "兰州市",
    "小学",
    "语文",
  ]);
  const list = csv([["届次", "等级", "成果名称", "持有单位", "省份", "地市", "学段", "学科"], ...rows]);
  const grant = await authorizeImport(ctx, "achievements");
  const began = performance.now();
  const id = await world.bring(ctx, "achievements", list);
  await commitImport(ctx, grant, id);
  const took = performance.now() - began;
  console.log(`1,400 achievements previewed and written: ${took.toFixed(0)} ms`);
  expect((await getBatch(ctx, id)).report.written).toMatchObject({ created: 1400 });
  const before = await world.digest();
  const again = await world.bring(ctx, "achievements", list);
  expect((await getBatch(ctx, again)).report.counts).toEqual({ new: 0, changed: 0, unchanged: 1400, faulty: 0 });
  await commitImport(ctx, grant, again);
  expect(await world.digest()).toBe(before);
  expect(took).toBeLessThan(60_000);
});
