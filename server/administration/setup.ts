/** The first day of an empty installation: a code on the console, and the one account that comes by it. */
import * as store from "#db/administration.ts";
import { inTransaction } from "#db/transaction.ts";
import { createAccount, preparePassword } from "#server/accounts/commands.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { App, Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { countWrong, refuseTooMany } from "./attempts.ts";
import { bareCode, groupCode, newSetupCode } from "./code-text.ts";
import { DUTIES } from "./contract.ts";
import { setupInput } from "./input.ts";

/**
 * A new one-time code, in groups of four, while there is nobody in the database; the old one is void. Null once somebody is there.
 * Call at start, never in demo mode.
 */
export async function renewSetupCode(app: App): Promise<string | null> {
  if ((await store.countPeople(app.db)) > 0) return null;
  const code = newSetupCode();
  await store.writeSetting(app.db, "setup.code", digestOf(app, code));
  return groupCode(code);
}

/** True while the first operator has still to come: nobody could sign in. */
export async function isSetupOpen(ctx: Context | TrxContext): Promise<boolean> {
  if ((await store.readSetting(ctx.db, "setup.code")) === undefined) return false;
  return (await store.countPeople(ctx.db)) === 0;
}

/** @throws DomainError notFound once somebody is there, and in demo mode */
export async function requireSetupOpen(ctx: Context | TrxContext): Promise<void> {
  if (!(await isSetupOpen(ctx))) throw new DomainError("notFound", { message: "首次设置已经完成，或不需要首次设置。" });
}

/**
 * The first account, with the duty of the system. The code is used up with it. @returns the login name to sign in with
 * @throws DomainError notFound (somebody is there already) | invalid (wrong code, weak password) | tooManyRequests
 */
export async function createFirstOperator(ctx: Context, given: unknown): Promise<{ login: string; password: string }> {
  await requireSetupOpen(ctx);
  const input = parseInput(setupInput, given);
  await checkCode(ctx, input.code);
  const { login, displayName, password } = input;
  const passwordHash = await preparePassword(ctx, password, { login, displayName });
  await inTransaction(ctx, async (trx) => {
    // Two people with the same right code: one of them is the first.
    const expected = await store.readSetting(trx.db, "setup.code");
    if (expected === undefined || expected !== digestOf(trx, input.code) || (await store.countPeople(trx.db)) > 0) {
      throw new DomainError("notFound", { message: "首次设置已经完成。" });
    }
    const { personId } = await createAccount(trx, { login, displayName, organisationId: null, passwordHash });
    await store.grantDuty(trx.db, { personId, duty: "system", grantedBy: null, approvedBy: null, at: trx.clock.now() });
    await store.removeSetting(trx.db, "setup.code");
    await store.writeSetting(trx.db, "setup.firstOperator", personId);
    const actor = { id: personId, name: displayName };
    await recordAudit(trx, { type: "setup.started", object: { kind: "person", id: personId }, actor });
    await recordAudit(trx, { type: "duty.granted", object: { kind: "person", id: personId }, actor, detail: { duty: "system" } });
  });
  return { login, password };
}

async function checkCode(ctx: Context, code: string): Promise<void> {
  const refusal = await inTransaction(ctx, async (trx) => {
    // Before the limit, as for invitations: others' wrong codes must not keep the operator out.
    if ((await store.readSetting(trx.db, "setup.code")) === digestOf(trx, code)) return undefined;
    const tooMany = await refuseTooMany(trx, "setup");
    if (tooMany) return tooMany;
    await countWrong(trx, "setup");
    await recordAudit(trx, { type: "setup.refused", outcome: "failure", actor: { id: null, name: "" } });
    return new DomainError("invalid", { fields: { code: "设置码不正确。请核对终端上最近一次启动时显示的设置码。" } });
  });
  if (refusal) throw refusal;
}

/** While the first day lasts: the person who came by the code. Null once all three duties were held. */
export async function findFirstOperator(ctx: Context | TrxContext): Promise<string | null> {
  if ((await store.readSetting(ctx.db, "setup.completed")) !== undefined) return null;
  return (await store.readSetting(ctx.db, "setup.firstOperator")) ?? null;
}

/** Ends the first day when the three duties are held by active people. It never comes back. */
export async function completeSetup(ctx: TrxContext): Promise<void> {
  if ((await findFirstOperator(ctx)) === null) return;
  const holders = (await store.listDutyHolders(ctx.db)).filter(({ active }) => active);
  if (!DUTIES.every((duty) => holders.some((holder) => holder.duty === duty))) return;
  await store.writeSetting(ctx.db, "setup.completed", String(ctx.clock.now()));
  await recordAudit(ctx, { type: "setup.completed", object: { kind: "installation", id: "setup" } });
}

function digestOf(app: Pick<App, "secrets">, code: string): string {
  if (!app.secrets) throw new Error("a set-up code needs the installation's key");
  return app.secrets.digest("setup", bareCode(code));
}
