import type { DbOrTrx } from "./client.ts";

/** A value the installation remembers, undefined where there is none. */
export async function findSetting(db: DbOrTrx, key: string): Promise<string | undefined> {
  return (await db.selectFrom("setting").select("value").where("key", "=", key).executeTakeFirst())?.value;
}

/** All values whose key begins with `prefix`. */
export async function listSettings(db: DbOrTrx, prefix: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom("setting").selectAll().where("key", ">=", prefix).where("key", "<", `${prefix}\u{10ffff}`).execute();
  return new Map(rows.map(({ key, value }) => [key, value]));
}

export async function saveSetting(db: DbOrTrx, key: string, value: string): Promise<void> {
  await db
    .insertInto("setting")
    .values({ key, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
}
