import { expect, test } from "vitest";
import type { ApprovalId } from "#db/schema-access.ts";
import type { HatId, PersonId } from "#db/schema.ts";
import { authorizeRequest, decideApproval, requestApproval } from "#server/administration/approvals.ts";
import { inviteToUnit } from "#server/administration/invitations.ts";
import { joinAsMyself } from "#server/administration/joining.ts";
import { appointUnitAdmin, endRole, grantRole } from "#server/administration/roles.ts";
import { DomainError } from "#server/core/errors.ts";
import { createRandom } from "#test/support/random.ts";
import { openWorld, type World } from "#test/integration/administration/world.ts";

const SEQUENCES = 8;
const STEPS = 60;
/** Acts that run side by side in one step. */
const AT_ONCE = 3;
const DUTIES = ["system", "security", "audit"] as const;

/** Accounts that hold two duties, or a duty beside business rights. */
async function forbiddenPairs(world: World): Promise<number> {
  const operators = await world.db.selectFrom("operator_duty").select("person_id").where("ended_at", "is", null).execute();
  const now = world.clock.now();
  let found = operators.length - new Set(operators.map((row) => row.person_id)).size;
  for (const { person_id: id } of operators) {
    const roles = await world.db.selectFrom("role_assignment").select(["valid_to"]).where("person_id", "=", id).execute();
    const units = await world.db
      .selectFrom("unit_admin")
      .select("person_id")
      .where("person_id", "=", id)
      .where("ended_at", "is", null)
      .execute();
    const seats = await world.db
      .selectFrom("membership")
      .select("person_id")
      .where("person_id", "=", id)
      .where("ended_at", "is", null)
      .execute();
    found += roles.filter(({ valid_to: end }) => end === null || end > now).length + units.length + seats.length;
  }
  return found;
}

/** Duties and offices that need a second person and did not have one. */
async function grantedAlone(world: World, given: ReadonlySet<PersonId>): Promise<number> {
  const duties = await world.db.selectFrom("operator_duty").selectAll().execute();
  const alone = duties.filter(
    ({ person_id: id, granted_by: asked, approved_by: approved }) =>
      !given.has(id) && (asked === null || approved === null || asked === approved || asked === id || approved === id),
  );
  const provinces = await world.db.selectFrom("role_assignment").select(["person_id"]).where("role", "=", "provinceAdmin").execute();
  const approvals = await world.db.selectFrom("approval").selectAll().where("state", "=", "approved").execute();
  const unapproved = provinces.filter(
    ({ person_id: id }) =>
      !approvals.some((one) => one.kind === "provinceAdmin" && one.subject_id === id && one.decided_by !== one.requested_by),
  );
  return alone.length + unapproved.length;
}

test(`M7 in ${SEQUENCES} random sequences of ${STEPS * AT_ONCE} acts each, concurrent ones included, forbidden pairs accepted: 0, granted by one person: 0`, async () => {
  let accepted = 0;
  let refused = 0;
  for (let sequence = 0; sequence < SEQUENCES; sequence += 1) {
    const random = createRandom(sequence);
    const { seed } = random;
    const pick = <T>(list: readonly T[]): T => random.pick(list);
    const world = await openWorld();
    const operators = [
      await world.operator("system", "system"),
      await world.operator("system2", "system"),
      await world.operator("security", "security"),
      await world.operator("security2", "security"),
      await world.operator("audit", "audit"),
      await world.operator("audit2", "audit"),
    ];
    await world.db.insertInto("setting").values({ key: "setup.completed", value: "1" }).execute();
    const department = await world.unit("示例省教育厅", "department");
    const school = await world.unit("示例小学", "school", department, "620102");
    const civilians = await Promise.all(["a", "b", "c", "d"].map((login) => world.person(`person-${login}`, department)));
    for (const id of civilians) await world.enrol(id);
    const everybody = [...operators, ...civilians];

    const act = async (): Promise<void> => {
      const who = pick(everybody);
      const whom = pick(everybody);
      const ctx = await world.as(who);
      const reason = "演练";
      const ask = async (asked: object) => {
        const { grant, input } = await authorizeRequest(ctx, { reason, subjectId: whom, ...asked });
        await requestApproval(ctx, grant, input);
      };
      const acts: readonly (() => Promise<unknown>)[] = [
        () => ask({ kind: "duty", duty: pick(DUTIES), end: random.chance(0.3) }),
        () => ask({ kind: "provinceAdmin", organisationId: department }),
        () => ask({ kind: "unitAdmin", organisationId: department }),
        async () => {
          const pending = await world.db.selectFrom("approval").select("id").where("state", "=", "pending").execute();
          if (pending.length === 0) return;
          const id: ApprovalId = pick(pending).id;
          await decideApproval(ctx, await world.grant(who, "approvals.decide"), id, { approve: random.chance(0.8), note: "演练" });
        },
        async () => grantRole(ctx, await world.grant(who, "roles.grant"), whom, { role: "schoolTeacher", organisationId: school }),
        async () => {
          const held = await world.db.selectFrom("role_assignment").select("id").where("person_id", "=", whom).execute();
          if (held.length === 0) return;
          const id: HatId = pick(held).id;
          await endRole(ctx, await world.grant(who, "roles.grant"), whom, id);
        },
        async () => appointUnitAdmin(ctx, await world.grant(who, "unitAdmins.appoint"), whom, school),
        async () => {
          const sent = await inviteToUnit(ctx, await world.grant(who, "people.invite"), { organisationId: school, role: "schoolTeacher" });
          await joinAsMyself(await world.as(whom), sent.code);
        },
      ];
      // Deciding is what matters most, so it is tried most often.
      const chosen = random.chance(0.35) ? acts[3] : pick(acts);
      try {
        await chosen?.();
        accepted += 1;
      } catch (error) {
        if (!(error instanceof DomainError)) throw new Error(`seed ${seed}: not refused in words`, { cause: error });
        refused += 1;
      }
    };

    for (let step = 0; step < STEPS; step += 1) {
      await Promise.all(Array.from({ length: AT_ONCE }, act));
      expect({ seed, step, pairs: await forbiddenPairs(world) }).toEqual({ seed, step, pairs: 0 });
    }
    expect({ seed, alone: await grantedAlone(world, new Set(operators)) }).toEqual({ seed, alone: 0 });
    const holders = await world.db.selectFrom("operator_duty").select("duty").where("ended_at", "is", null).execute();
    expect(new Set(holders.map(({ duty }) => duty)).size).toBe(3);
  }
  // Neither all refused nor all accepted: the sequences do try things.
  expect(accepted).toBeGreaterThan(SEQUENCES * 20);
  expect(refused).toBeGreaterThan(SEQUENCES * 20);
});
