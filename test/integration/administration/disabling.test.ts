import { expect, test } from "vitest";
import { disablePerson } from "#server/administration/people.ts";
import { openWorld } from "./world.ts";

test("M11: why an account was disabled stands in the audit log", async () => {
  const world = await openWorld();
  const school = await world.unit("示例一小", "school");
  const security = await world.operator("security", "security");
  const teacher = await world.person("teacher", school);
  await disablePerson(await world.as(security), await world.grant(security, "people.manage"), teacher, { reason: "调离本省" });
  const entry = await world.db.selectFrom("audit").select("detail").where("type", "=", "account.disabled").executeTakeFirstOrThrow();
  expect(JSON.parse(entry.detail)).toMatchObject({ reason: "administrator", why: "调离本省" });
});
