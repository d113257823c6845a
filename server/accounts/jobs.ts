import { deleteExpiredInitialPasswords, listUnusedAccounts } from "#db/account-life.ts";
import { inTransaction } from "#db/transaction.ts";
import { createContext } from "#server/core/create-context.ts";
import type { App } from "#server/core/context.ts";
import type { Job } from "#server/jobs/contract.ts";
import { rulesOf } from "./account-rules.ts";
import { disableAccount } from "./commands.ts";

/** Nightly: accounts nobody uses are disabled (MLPS 8.1.4.2), and one-time passwords that do not count any more are forgotten. */
export function accountJobs(): Job[] {
  return [{ name: "accounts.unused", due: { dailyAt: "03:40" }, run: tidyAccounts }];
}

/** Disables what was not used within the limit, but never the last holder of a duty: nobody could let anybody in again. */
export async function tidyAccounts(app: App): Promise<void> {
  const ctx = createContext(app, null, "accounts.unused");
  const { unusedAfter, demo } = rulesOf(app);
  const now = app.clock.now();
  if (unusedAfter > 0) {
    const unused = { before: now - unusedAfter, demo };
    for (const { personId } of await listUnusedAccounts(app.db, unused)) {
      await inTransaction(ctx, async (trx) => {
        // One by one, asked anew: of two holders of a duty the second is the last.
        const still = await listUnusedAccounts(trx.db, { ...unused, one: personId });
        if (still.length > 0) await disableAccount(trx, personId, "unused");
      });
    }
  }
  await deleteExpiredInitialPasswords(app.db, now);
}
