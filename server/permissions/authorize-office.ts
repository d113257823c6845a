import { findOffices, findUnitPlace, type OfficeFacts, type UnitPlace } from "#db/offices.ts";
import type { OrganisationId, PersonId } from "#db/schema.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { liesIn } from "#server/core/region-code.ts";
import { OFFICE_ACTIONS, OFFICES, type Office, type OfficeAction } from "./offices.ts";

declare const granted: unique symbol;

/** Proof that `authorizeOffice` allowed `action`, and as what. */
export interface OfficeGrant<A extends OfficeAction = OfficeAction> {
  readonly [granted]: true;
  readonly action: A;
  readonly personId: PersonId;
  /** The offices by which it is allowed for the object asked about; for a list all that allow the action somewhere. */
  readonly by: readonly OfficeHeld[];
}

export type OfficeHeld =
  | { readonly office: "system" | "security" | "audit" }
  | { readonly office: "provinceAdmin"; readonly province: string }
  | { readonly office: "unitAdmin"; readonly unit: OrganisationId }
  | { readonly office: "regionOfficer"; readonly region: string };

/** What the action is about. Without one the question is whether there is anything the person may do it to. */
export interface OfficeTarget {
  readonly organisationId?: OrganisationId;
  readonly regionCode?: string;
}

const OUTSIDE = "管理页面只能从指定的网络地址进入。";

/**
 * Asks the office table for a page, an action or an API call outside workspaces.
 * @throws DomainError unauthenticated | forbidden | notFound (unknown unit)
 */
export async function authorizeOffice<A extends OfficeAction>(
  ctx: Context | TrxContext,
  action: A,
  target: OfficeTarget = {},
): Promise<OfficeGrant<A>> {
  if (!ctx.user) throw new DomainError("unauthenticated");
  if (ctx.user.via === "token") throw new DomainError("forbidden", { message: "访问令牌不能用于管理操作。" });
  if (ctx.manageFrom && !ctx.manageFrom.has(ctx.address)) throw new DomainError("forbidden", { message: OUTSIDE });
  const held = heldOf(await officesOf(ctx)).filter(({ office }) => OFFICES[action].includes(office));
  const place = target.organisationId === undefined ? undefined : await findUnitPlace(ctx.db, target.organisationId);
  if (target.organisationId !== undefined && place === undefined) throw new DomainError("notFound", { message: "没有这个单位。" });
  const by = held.filter((one) => reaches(one, target, place));
  if (by.length === 0) throw new DomainError("forbidden", { message: "您没有这项管理权限。" });
  // The one place an office grant is made: the brand has no runtime value.
  return { action, personId: ctx.user.personId, by } as unknown as OfficeGrant<A>;
}

/** Every action the signed-in person may do to the target, without one somewhere; for menus and buttons. Empty for nobody and for tokens. */
export async function listOfficeActions(ctx: Context, target: OfficeTarget = {}): Promise<OfficeAction[]> {
  if (ctx.user?.via !== "session") return [];
  if (ctx.manageFrom && !ctx.manageFrom.has(ctx.address)) return [];
  const facts = heldOf(await officesOf(ctx));
  if (facts.length === 0) return [];
  const place = target.organisationId === undefined ? undefined : await findUnitPlace(ctx.db, target.organisationId);
  const held = new Set<Office>(facts.filter((one) => reaches(one, target, place)).map(({ office }) => office));
  return OFFICE_ACTIONS.filter((action) => OFFICES[action].some((office) => held.has(office)));
}

/** What the pages of administration are read with: who may do none of it is not shown the way there. */
const MANAGE: readonly OfficeAction[] = ["people.list", "units.edit", "system.status"];

/** True for whom the pages of administration hold something. One statement. */
export async function mayManage(ctx: Context): Promise<boolean> {
  return (await listOfficeActions(ctx)).some((action) => MANAGE.includes(action));
}

/** A hat narrows: only the role that is worn counts; offices of units are not roles and stay. */
async function officesOf(ctx: Context | TrxContext): Promise<OfficeFacts> {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const facts = await findOffices(ctx.db, ctx.user.personId, ctx.clock.now());
  const { hat } = ctx.user;
  if (hat === null) return facts;
  return {
    ...facts,
    roles: facts.roles.filter(({ role, scopeId }) => hat.role === role && hat.scopeId === scopeId),
  };
}

function heldOf(facts: OfficeFacts): OfficeHeld[] {
  // An operator has the duty and nothing else, whatever the tables say.
  if (facts.duty !== null) return [{ office: facts.duty }];
  return [
    ...facts.units.map((unit) => ({ office: "unitAdmin" as const, unit })),
    ...facts.roles.flatMap(({ role, scopeKind, scopeId }): OfficeHeld[] => {
      if (role === "provinceAdmin" && scopeKind === "province") return [{ office: "provinceAdmin", province: scopeId }];
      return role === "regionOfficer" && scopeKind === "region" ? [{ office: "regionOfficer", region: scopeId }] : [];
    }),
  ];
}

function reaches(held: OfficeHeld, target: OfficeTarget, place: UnitPlace | undefined): boolean {
  const region = target.regionCode ?? place?.regionCode ?? null;
  if (target.organisationId === undefined && target.regionCode === undefined) return true;
  switch (held.office) {
    case "provinceAdmin":
      return region !== null && region.slice(0, 2) === held.province.slice(0, 2);
    case "unitAdmin":
      return place !== undefined && place.ancestors.includes(held.unit);
    case "regionOfficer":
      return region !== null && liesIn(region, held.region);
    default:
      return true;
  }
}
