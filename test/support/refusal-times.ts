import { inTransaction } from "#db/transaction.ts";
import { createAccount, disableAccount } from "#server/accounts/commands.ts";
import { signIn } from "#server/accounts/sign-in.ts";
import { DomainError } from "#server/core/errors.ts";
import { addPerson, openWorld } from "#test/integration/accounts/world.ts";

const PHONE = `138${"0".repeat(8)}`;

export interface RefusalTimes {
  /** Median ms of a refused sign-in by kind of name. */
  readonly medians: Readonly<Record<string, number>>;
  /** Largest difference to the known name, as a share of it. */
  readonly largest: number;
}

const KINDS = [
  ["known", "known"],
  ["unknown", "nobody"],
  ["phone", PHONE],
  ["disabled", "disabled"],
  ["one-time", "once"],
] as const;

/** Refuses five kinds of names in an order that changes from round to round, so that none always follows the same other one. */
export async function measureRefusals(directory: string, rounds: number): Promise<RefusalTimes> {
  const world = await openWorld(directory);
  const { ctx } = world;
  await addPerson(world.db, "known");
  const disabled = await addPerson(world.db, "disabled");
  const { password_hash: passwordHash } = await world.db
    .selectFrom("person")
    .select("password_hash")
    .where("login", "=", "known")
    .executeTakeFirstOrThrow();
  await inTransaction(ctx, async (trx) => {
    await disableAccount(trx, disabled, "administrator");
    const common = { displayName: "岗位", organisationId: null } as const;
    await createAccount(trx, { ...common, login: "phoned", phone: PHONE, passwordHash: passwordHash ?? "" });
    await createAccount(trx, { ...common, login: "once", initial: true });
  });
  const spent = new Map<string, number[]>(KINDS.map(([kind]) => [kind, []]));
  // The first rounds warm up.
  for (let round = -2; round < rounds; round++) {
    for (let i = 0; i < KINDS.length; i++) {
      const [kind, login] = KINDS[(i * (1 + (Math.abs(round) % 4)) + Math.abs(round)) % KINDS.length] ?? KINDS[0];
      // Each in a window of its own: nothing is slowed or locked.
      world.clock.advance(16 * 60_000);
      const began = performance.now();
      const code = await signIn(ctx, world.accounts, { login, password: "wrong" }, { address: "203.0.113.5", userAgent: "" }).then(
        () => "in",
        (error: unknown) => (error instanceof DomainError ? error.code : "bug"),
      );
      const ms = performance.now() - began;
      if (code !== "badCredentials") throw new Error(`${kind} was answered ${code}`);
      if (round >= 0) spent.get(kind)?.push(ms);
    }
  }
  await world.close();
  const medians = Object.fromEntries([...spent].map(([kind, times]) => [kind, median(times)]));
  const known = medians["known"] ?? Number.NaN;
  return { medians, largest: Math.max(...Object.values(medians).map((ms) => Math.abs(ms - known) / known)) };
}

export function tellRefusals({ medians, largest }: RefusalTimes): string {
  const parts = Object.entries(medians).map(([kind, ms]) => `${kind} ${ms.toFixed(1)} ms`);
  return `refusals: ${parts.join(", ")}; largest difference ${(100 * largest).toFixed(1)} %`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
