import { describe, expect, test } from "vitest";
import { getAccount } from "#server/accounts/queries.ts";
import { openProvince } from "#test/support/province.ts";

describe("the account menu", () => {
  test("names the unit of a person's role", async () => {
    const province = await openProvince();
    expect(await getAccount(await province.as("schoolTeacher"))).toMatchObject({ login: "schoolTeacher", unit: "武都区第一示范小学" });
    expect(await getAccount(await province.as("provinceAdmin"))).toMatchObject({ unit: expect.stringContaining("甘肃省") as unknown });
  });

  test("names the unit that looks after the account once every role is over", async () => {
    const province = await openProvince();
    const ctx = await province.as("schoolTeacher");
    await province.db.updateTable("role_assignment").set({ valid_to: province.clock.now() }).execute();
    expect(await getAccount(ctx)).toMatchObject({ hats: [], hat: null, unit: "武都区第一示范小学" });
  });

  test("is there for signed-in people only", async () => {
    const province = await openProvince();
    await expect(getAccount({ ...(await province.as("schoolTeacher")), user: null })).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
