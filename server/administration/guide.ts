import { countForGuide } from "#db/administration-guide.ts";
import { findOpenDutyInvitation } from "#db/administration-invitations.ts";
import { countListedPeople } from "#db/administration-people.ts";
import { listDutyHolders } from "#db/administration.ts";
import type { Duty, InvitationId } from "#db/schema-access.ts";
import type { Context } from "#server/core/context.ts";
import type { OfficeAction } from "#server/permissions/offices.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { DUTIES, EXPIRING_DAYS } from "./contract.ts";
import { listManageActions } from "./queries.ts";
import { reachOf } from "./reach.ts";
import { findFirstOperator } from "./setup.ts";

const DAY = 24 * 3600_000;

export type GuideStepKey = "duties" | "organisations" | "people" | "achievements" | "province" | "workspace";

export interface GuideStep {
  readonly key: GuideStepKey;
  readonly done: boolean;
  /** What it stands at. */
  readonly count: number;
  /** The signed-in person can do it. */
  readonly mine: boolean;
}

/** Which action does each step, in order. */
const STEPS: readonly (readonly [GuideStepKey, OfficeAction])[] = [
  ["duties", "duties.request"],
  ["organisations", "units.import"],
  ["people", "people.import"],
  ["achievements", "achievements.import"],
  ["province", "approvals.request"],
  ["workspace", "workspaces.create"],
];

/** How far the installation is, and what waits for the signed-in person. @throws DomainError unauthenticated | forbidden */
export async function getGuide(ctx: Context) {
  const actions = new Set(await listManageActions(ctx));
  const now = ctx.clock.now();
  const counts = await countForGuide(ctx.db, now, now + EXPIRING_DAYS * DAY);
  const holders = (await listDutyHolders(ctx.db)).filter(({ active }) => active);
  const figures: Record<GuideStepKey, readonly [count: number, done: boolean]> = {
    duties: [new Set(holders.map(({ duty }) => duty)).size, DUTIES.every((duty) => holders.some((one) => one.duty === duty))],
    organisations: [counts.organisations, counts.organisations > 0],
    people: [counts.people, counts.people > 0],
    achievements: [counts.achievements, counts.achievements > 0],
    province: [counts.provinceAdmins, counts.provinceAdmins > 0],
    workspace: [counts.workspaces, counts.workspaces > 0],
  };
  const steps = STEPS.map(([key, action]): GuideStep => {
    const [count, done] = figures[key];
    return { key, count, done, mine: actions.has(action) };
  });
  // The whole installation's figures are for those who look after all of it.
  const overall = actions.has("duties.request") || actions.has("workspaces.create") || actions.has("audit.read");
  return {
    overall,
    steps: overall ? steps : [],
    pendingProvinceAdmins: counts.pendingProvinceAdmins,
    pendingApprovals: actions.has("approvals.decide") ? counts.pendingApprovals : 0,
    firstDay: await describeFirstDay(ctx),
    people: actions.has("people.list") ? await countWithin(ctx, now) : null,
    actions: [...actions],
  };
}
export type GuideView = Awaited<ReturnType<typeof getGuide>>;

/** Where accounts of the reach need care: links of the page go to the same filters. */
async function countWithin(ctx: Context, now: number) {
  const reach = reachOf(await authorizeOffice(ctx, "people.list"));
  const query = { reach, text: "", unit: null, after: "", limit: 1, now, expiringBefore: now + EXPIRING_DAYS * DAY };
  return {
    all: await countListedPeople(ctx.db, { ...query, status: "" }),
    never: await countListedPeople(ctx.db, { ...query, status: "never" }),
    expiring: await countListedPeople(ctx.db, { ...query, status: "expiring" }),
    disabled: await countListedPeople(ctx.db, { ...query, status: "disabled" }),
  };
}

/** For the first operator while the first day lasts: each duty with its holder or its open invitation. Null for everybody else. */
async function describeFirstDay(ctx: Context) {
  if ((await findFirstOperator(ctx)) !== ctx.user?.personId) return null;
  const holders = await listDutyHolders(ctx.db);
  const places: { duty: Duty; holder: string | null; invitationId: InvitationId | null }[] = [];
  for (const duty of DUTIES) {
    const holder = holders.find((one) => one.duty === duty)?.name ?? null;
    places.push({ duty, holder, invitationId: (await findOpenDutyInvitation(ctx.db, duty, ctx.clock.now())) ?? null });
  }
  return places;
}
