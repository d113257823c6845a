import * as people from "#db/administration-people.ts";
import { findStandingToReach, type Reach } from "#db/administration-reach.ts";
import type { PersonId } from "#db/schema.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import { refusalToTouch, type TouchRefusal } from "#server/permissions/touch.ts";

/** What the offices of a grant reach: everybody for the duties, else units with all below them and provinces. */
export function reachOf({ by }: Pick<OfficeGrant, "by">): Reach {
  const units = by.flatMap((held) => ("unit" in held ? [held.unit] : []));
  const provinces = by.flatMap((held) => ("province" in held ? [held.province] : []));
  const everybody = by.some((held) => !("unit" in held) && !("province" in held) && !("region" in held));
  return everybody ? "all" : { units, provinces };
}

export type PersonCard = NonNullable<Awaited<ReturnType<typeof people.findPersonCard>>>;

const UNKNOWN = "没有找到这个人，或不在您管理的范围内。";

/**
 * A person as far as an administrator may see: home unit or a current role in reach.
 * @throws DomainError notFound for everybody else and, but for the duties, for operators: existence is not revealed
 */
export async function findInReach(ctx: Context | TrxContext, reach: Reach, personId: PersonId) {
  const card = await people.findPersonCard(ctx.db, personId);
  const standing = card && (await findStandingToReach(ctx.db, personId, reach, ctx.clock.now()));
  if (!card || !standing) throw new DomainError("notFound", { message: UNKNOWN });
  const seen = reach === "all" || (card.duty === null && (standing.home || standing.rolesInside > 0));
  if (!seen) throw new DomainError("notFound", { message: UNKNOWN });
  const { home, outside, province: above, peer } = standing;
  return reach === "all" ? { card, home: true, outside: 0, above: false, peer: false } : { card, home, outside, above, peer };
}

/** @throws DomainError forbidden where the person stands above this administrator, or is the administrator */
export function refuseOffices(grant: OfficeGrant, found: Awaited<ReturnType<typeof findInReach>>, oneself: string): void {
  if (found.card.personId === grant.personId) throw new DomainError("forbidden", { message: oneself });
  if (found.above) throw new DomainError("forbidden", { message: "省级管理人员的职务由安全管理员办理。" });
}

const UNTOUCHABLE: Record<TouchRefusal, string> = {
  oneself: "不能对自己的账号做管理操作，请由另一位管理员办理。",
  left: "此人已注销账号，不能再作管理操作。",
  elsewhere: "此人的账号属于其他单位，请由该单位的管理员或安全管理员办理。",
  offices: "此人在您管理的范围之外还有职务，请由安全管理员办理。",
  peer: "此人与您同为一个单位的管理员，请由上级单位的管理员或安全管理员办理。",
};

/** Why this administrator may not touch that account, in words; null where it may be. */
export function refuseTouch(actor: PersonId, found: Awaited<ReturnType<typeof findInReach>>): string | null {
  const { card, home, outside, peer } = found;
  const refusal = refusalToTouch({ oneself: card.personId === actor, left: card.leftAt !== null, home, outside: outside > 0, peer });
  return refusal === null ? null : UNTOUCHABLE[refusal];
}

/** Holds an office that two persons give, a duty or a province's; also while the account is disabled. */
export async function isPrivilegedPerson(ctx: TrxContext, { personId, duty }: PersonCard): Promise<boolean> {
  const standing = await findStandingToReach(ctx.db, personId, "all", ctx.clock.now());
  return duty !== null || standing?.province === true;
}

/** @throws DomainError notFound | forbidden as findInReach and refuseTouch say */
export async function findTouchable(ctx: TrxContext, grant: OfficeGrant, personId: PersonId): Promise<PersonCard> {
  const found = await findInReach(ctx, reachOf(grant), personId);
  const refusal = refuseTouch(grant.personId, found);
  if (refusal !== null) throw new DomainError("forbidden", { message: refusal });
  return found.card;
}
