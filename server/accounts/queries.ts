import { findCredentials, findUnitName, listDemoPersonas } from "#db/accounts.ts";
import type { PersonId } from "#db/schema.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { ROLE_LABELS } from "./contract.ts";
import { loginKey } from "./login-key.ts";

/** Who the signed-in person is. @throws DomainError unauthenticated */
export function getMe(ctx: Context) {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const { personId, login, displayName, mark } = ctx.user;
  return { id: personId, login, displayName, mark };
}

/** Who is signed in, with the unit, as the account menu shows it. @throws DomainError unauthenticated */
export async function getAccount(ctx: Context) {
  const me = getMe(ctx);
  return { ...me, unit: (await findUnitName(ctx.db, me.id, ctx.clock.now())) ?? null };
}

/** Personas the sign-in page offers; the caller asks in demo mode only. */
export async function listPersonas(ctx: Context) {
  const personas = await listDemoPersonas(ctx.db, ctx.clock.now());
  return personas.map((persona) => ({ ...persona, roleLabel: ROLE_LABELS[persona.role] }));
}

/** The person of a login name as somebody wrote it, for use cases that name people; the caller has checked who may ask. */
export async function findPersonByLogin(ctx: Context | TrxContext, login: string): Promise<PersonId | undefined> {
  return (await findCredentials(ctx.db, loginKey(login)))?.personId;
}
