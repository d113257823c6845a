import { inTransaction } from "#db/transaction.ts";
import type { Duty } from "#db/schema-access.ts";
import type { PersonId } from "#db/schema.ts";
import { createAccount, preparePassword } from "#server/accounts/commands.ts";
import { createContext } from "#server/core/create-context.ts";
import type { App } from "#server/core/context.ts";

export const OWN_PASSWORD = "泾渭分明-koala-59";

export interface Made {
  readonly personId: PersonId;
  readonly login: string;
  readonly initialPassword: string;
}

/** An account with a one-time password, as an administrator makes one. */
export async function makeInitialAccount(app: App, login: string, extra: { phone?: string; duty?: Duty } = {}): Promise<Made> {
  const ctx = createContext(app, null, "test");
  const { duty, ...phone } = extra;
  const made = await inTransaction(ctx, (trx) =>
    createAccount(trx, { login, displayName: "安全岗", organisationId: null, initial: true, ...phone }),
  );
  if (duty !== undefined) await giveDuty(app, made.personId, duty);
  return { personId: made.personId, login, initialPassword: made.initialPassword ?? "" };
}

/** An account with OWN_PASSWORD. */
export async function makeAccount(app: App, login: string, extra: { phone?: string; duty?: Duty } = {}): Promise<PersonId> {
  const ctx = createContext(app, null, "test");
  const { duty, ...phone } = extra;
  const about = { login, displayName: "普通岗" };
  const passwordHash = await preparePassword(ctx, OWN_PASSWORD, about);
  const { personId } = await inTransaction(ctx, (trx) => createAccount(trx, { ...about, organisationId: null, passwordHash, ...phone }));
  if (duty !== undefined) await giveDuty(app, personId, duty);
  return personId;
}

export async function giveDuty(app: App, personId: PersonId, duty: Duty): Promise<void> {
  const people = await app.db.selectFrom("person").select("id").where("id", "!=", personId).limit(2).execute();
  const [asked, approved] = people.map(({ id }) => id);
  const row = {
    person_id: personId,
    duty,
    granted_at: app.clock.now(),
    granted_by: asked ?? null,
    approved_by: approved ?? null,
    ended_at: null,
  };
  await app.db.insertInto("operator_duty").values(row).execute();
}
