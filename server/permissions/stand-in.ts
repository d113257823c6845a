import { findActivePerson } from "#db/administration.ts";
import type { PersonId, SessionHash } from "#db/schema.ts";
import type { Context, TrxContext } from "#server/core/context.ts";

/**
 * The context with another person in it, to ask what that person may do today: an invitation counts only while its author could still
 * send it, a request only while its author could still ask. Never hand it to a command. Null for a person who is disabled or gone.
 */
export async function standInFor<C extends Context | TrxContext>(ctx: C, personId: PersonId): Promise<C | null> {
  const person = await findActivePerson(ctx.db, personId);
  if (!person) return null;
  const { login, displayName, mark, duty } = person;
  // No session has an empty id; the address is the question's, not the person's.
  const user = { via: "session" as const, personId, sessionId: "" as SessionHash, login, displayName, mark, duty, hat: null };
  const { manageFrom: _here, ...rest } = ctx;
  // Only the person and the place changed.
  return { ...rest, user } as C;
}
