import type { RequestHandler } from "express";
import { addressPrefix } from "#server/core/addresses.ts";
import { createBudget, type Rate } from "#server/core/budget.ts";
import type { Clock, Context } from "#server/core/context.ts";
import { requestInfo } from "./request-info.ts";

/** How often one person and one address prefix may ask, over pages and API together. Health and files are not counted. */
export interface RequestLimits {
  /** Before anything is looked up: an address, or the /64 of an IPv6 client. Wide, since a whole school stands behind one. */
  readonly byPrefix: RequestHandler;
  /** @throws DomainError tooManyRequests for a person who asks too often, from wherever */
  countPerson(ctx: Context): void;
}

export function createRequestLimits(rates: { readonly person: Rate; readonly prefix: Rate }, clock: Clock): RequestLimits {
  const people = createBudget(rates.person, clock);
  const prefixes = createBudget(rates.prefix, clock);
  return {
    byPrefix(req, _res, next) {
      prefixes.spend(addressPrefix(requestInfo(req).address));
      next();
    },
    countPerson({ user }) {
      if (user) people.spend(user.personId);
    },
  };
}
