import { expect, test } from "vitest";
import { inTransaction } from "#db/transaction.ts";
import { createAccount, preparePassword } from "#server/accounts/commands.ts";
import { createContext } from "#server/core/create-context.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { waitFor } from "#test/support/wait.ts";

const PEOPLE = 300;
const FIVE_MINUTES = 300_000;
/** Every eighth person mistypes at first. */
const MISTYPES = 8;

const passwordOf = (i: number) => `泾渭-koala-${(i * 7919) % 100_003}-雁`;

async function enrolSchool(product: Product): Promise<void> {
  const ctx = createContext(product.app, null, "test");
  for (let i = 0; i < PEOPLE; i++) {
    const about = { login: `teacher${i}`, displayName: "教师岗" };
    const passwordHash = await preparePassword(ctx, passwordOf(i), about);
    await inTransaction(ctx, (trx) => createAccount(trx, { ...about, organisationId: null, passwordHash }));
  }
}

async function attempt(product: Product, login: string, password: string): Promise<number> {
  const response = await product.fetch("/api/v1/sessions", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login, password }),
  });
  await response.arrayBuffer();
  return response.status;
}

test("M2: a school of 300 behind one address signs in within five minutes, and a spray from there is slowed all the same", async () => {
  await using product = await startProduct();
  await enrolSchool(product);
  const statuses = new Map<number, number>();
  const note = (status: number) => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return status;
  };

  const began = performance.now();
  const arrive = async (i: number) => {
    if (i % MISTYPES === 0)
      await waitFor(async () => note(await attempt(product, `teacher${i}`, "mistyped")) === 401, { timeout: FIVE_MINUTES, interval: 500 });
    await waitFor(async () => note(await attempt(product, `teacher${i}`, passwordOf(i))) === 201, { timeout: FIVE_MINUTES, interval: 500 });
  };
  // All at the same moment, which is worse than a morning.
  await Promise.all(Array.from({ length: PEOPLE }, (_, i) => arrive(i)));
  const seconds = (performance.now() - began) / 1000;
  console.info(
    `${PEOPLE} people behind one address signed in within ${seconds.toFixed(1)} s; answers ${JSON.stringify(Object.fromEntries(statuses))}`,
  );
  expect(statuses.get(201)).toBe(PEOPLE);
  expect(seconds).toBeLessThan(300);

  const sprayed: number[] = [];
  for (let i = 0; i < 120; i++) sprayed.push(await attempt(product, `teacher${i}`, "Spring2026!"));
  const looked = sprayed.filter((status) => status === 401).length;
  console.info(`then ${looked} of ${sprayed.length} sprayed passwords were looked at`);
  expect(looked).toBeLessThanOrEqual(40);
  expect(sprayed.at(-1)).toBe(429);
}, 900_000);
