import { listHats } from "#db/account-hats.ts";
import { findCredentials, findHomeUnitName } from "#db/accounts.ts";
import { listDemoPersonas } from "#db/demo/personas.ts";
import type { Flag, Instant, PersonId } from "#db/schema.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { rulesOf } from "./account-rules.ts";
import { needsSecondFactor } from "./rules.ts";

/** What login names are compared by: NFKC and case folded, so that no two look alike but differ in width or case (rule R39). */
export function loginKey(login: string): string {
  return login.normalize("NFKC").trim().toLowerCase().normalize("NFKC");
}

/** Who the signed-in person is. @throws DomainError unauthenticated */
export function getMe(ctx: Context) {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const { personId, login, displayName, mark } = ctx.user;
  return { id: personId, login, displayName, mark };
}

/** Who is signed in, with the unit, the roles of today and the one that is worn, as the account menu shows it. @throws DomainError unauthenticated */
export async function getAccount(ctx: Context) {
  const me = getMe(ctx);
  const hats = await listHats(ctx.db, me.id, ctx.clock.now());
  const worn = ctx.user?.hat?.id ?? null;
  return {
    ...me,
    unit: hats.find(({ unit }) => unit !== null)?.unit ?? (await findHomeUnitName(ctx.db, me.id)) ?? null,
    duty: ctx.user?.duty ?? null,
    hat: hats.find(({ id }) => id === worn) ?? null,
    hats,
  };
}

/** Personas the sign-in page offers; the caller asks in demo mode only. */
export async function listPersonas(ctx: Context) {
  return listDemoPersonas(ctx.db, ctx.clock.now());
}

/** True while whoever knows the password of a privileged account could set up the second factor: none is confirmed, and no demo excuses it. */
export function lacksSecondFactor(
  ctx: Context | TrxContext,
  { secondFactorAt, isDemo }: { readonly secondFactorAt: Instant | null; readonly isDemo: Flag },
): boolean {
  return secondFactorAt === null && needsSecondFactor({ privileged: true, isDemo: isDemo === 1 }, rulesOf(ctx));
}

/** The person of a login name as somebody wrote it, for use cases that name people; the caller has checked who may ask. */
export async function findPersonByLogin(ctx: Context | TrxContext, login: string): Promise<PersonId | undefined> {
  return (await findCredentials(ctx.db, loginKey(login)))?.personId;
}
