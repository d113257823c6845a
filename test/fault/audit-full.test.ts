import { sql } from "kysely";
import { expect, test } from "vitest";
import { authorize } from "#server/permissions/authorize.ts";
import { addMember, endMembership } from "#server/workspaces/commands.ts";
import { openProvince } from "#test/support/province.ts";

const PAIR = "陇南市·劳动教育";
const ROUNDS = 400;

test("M13: with a full disk no right is given or taken without its entry, and all goes on once there is room", async () => {
  const province = await openProvince();
  const { db } = province;
  const ctx = await province.as("holderHost");
  const id = await province.workspace(PAIR);
  const grant = await authorize(ctx, "workspace.manageMembers", id, { targetSide: "holder" });
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(db);
  const pages = rows[0]?.page_count ?? 0;
  // SQLite answers as it does on a full disk once the file may not grow.
  await sql.raw(`PRAGMA max_page_count = ${pages + 3}`).execute(db);
  let done = 0;
  let refused = 0;
  const attempt = async () => {
    const personId = await addMember(ctx, grant, { login: "holderExpert03", role: "holderExpert" });
    done += 1;
    await endMembership(ctx, grant, personId);
    done += 1;
  };
  for (let round = 0; round < ROUNDS && refused < 5; round++) {
    await attempt().catch((error: unknown) => {
      expect(String(error)).toMatch(/full|已经是成员/);
      refused += 1;
    });
  }
  const entries = await db
    .selectFrom("audit")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("type", "in", ["member.added", "member.ended"])
    .executeTakeFirstOrThrow();
  process.stdout.write(`M13: unaudited grants with a full disk: ${done - entries.n} (${done} audited, ${refused} refused)\n`);
  expect(refused).toBeGreaterThan(0);
  expect(entries.n).toBe(done);
  await sql.raw(`PRAGMA max_page_count = ${pages + 1000}`).execute(db);
  const member = await db
    .selectFrom("membership as m")
    .innerJoin("person as p", "p.id", "m.person_id")
    .select("p.id as id")
    .where("m.workspace_id", "=", id)
    .where("p.login_key", "=", "holderexpert03")
    .where("m.ended_at", "is", null)
    .executeTakeFirst();
  if (member) await endMembership(ctx, grant, member.id);
  await expect(attempt()).resolves.toBeUndefined();
});
