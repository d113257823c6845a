import * as store from "#db/desk.ts";
import type { PersonId } from "#db/schema.ts";
import { getGuide } from "#server/administration/guide.ts";
import type { Context } from "#server/core/context.ts";
import { countUnreadTasks } from "#server/notifications/queries.ts";
import type { OfficeAction } from "#server/permissions/offices.ts";
import { listUnfinishedPlans } from "#server/plans/queries.ts";

/** What every provider may go by. */
export interface Asker {
  readonly personId: PersonId;
  readonly now: number;
  /** Office actions the person may do somewhere. */
  readonly actions: ReadonlySet<OfficeAction>;
}

const DAY = 24 * 3_600_000;
/** A term that ends within this is something to act on; within the next it is announced. */
const TERM_SOON = 30 * DAY;
const TERM_LATER = 90 * DAY;
/** Invitations live 14 days, tokens months. */
const INVITATION_SOON = 5 * DAY;
const TOKEN_SOON = 14 * DAY;
/** Rows one source may put on the desk; its own page has all. */
const MOST = 6;

/** Somebody's turn: what waits for the person. A later feature adds a source here. */
const WAITING = {
  async approval(ctx: Context, { personId, now, actions }: Asker) {
    return actions.has("approvals.decide") ? store.listOpenApprovals(ctx.db, personId, now, MOST) : [];
  },
  /** The first day of the installation, as long as one of its steps is the person's own. */
  async firstDay(ctx: Context, { actions }: Asker) {
    if (!actions.has("duties.request")) return [];
    const { steps } = await getGuide(ctx);
    if (!steps.some((step) => step.mine && !step.done)) return [];
    return [{ id: "firstDay", done: steps.filter((step) => step.done).length, total: steps.length, dueAt: null }];
  },
  preview: (ctx: Context, { personId, now }: Asker) => store.listOwnPreviews(ctx.db, personId, now, MOST),
  term: (ctx: Context, { personId, now }: Asker) => store.listEndingRoles(ctx.db, personId, now, now + TERM_SOON),
  async plan(ctx: Context) {
    return (await listUnfinishedPlans(ctx, MOST)).map((plan) => ({ ...plan, dueAt: null }));
  },
  async task(ctx: Context) {
    const counts = await countUnreadTasks(ctx);
    // What waits for a decision stands here itself.
    return counts.filter(({ type }) => type !== "approval.waiting").map((row) => ({ ...row, id: row.type, dueAt: null }));
  },
} as const;

/** What comes by itself and asks for nothing yet. */
const UPCOMING = {
  request: (ctx: Context, { personId, now }: Asker) => store.listOwnApprovals(ctx.db, personId, now, MOST),
  invitation: (ctx: Context, { personId, now }: Asker) => store.listExpiringInvitations(ctx.db, personId, now, now + INVITATION_SOON),
  token: (ctx: Context, { personId, now }: Asker) => store.listExpiringTokens(ctx.db, personId, now, now + TOKEN_SOON),
  term: (ctx: Context, { personId, now }: Asker) => store.listEndingRoles(ctx.db, personId, now + TERM_SOON, now + TERM_LATER),
} as const;

type Source = (ctx: Context, asker: Asker) => Promise<readonly { readonly id: string; readonly dueAt: number | null }[]>;
type ItemsOf<Sources extends Readonly<Record<string, Source>>> = {
  [Kind in keyof Sources]: { readonly kind: Kind } & Awaited<ReturnType<Sources[Kind]>>[number];
}[keyof Sources];

export type WaitingItem = ItemsOf<typeof WAITING>;
export type UpcomingItem = ItemsOf<typeof UPCOMING>;

/** What waits for the person, the nearest deadline first, then what has none. */
export function listWaiting(ctx: Context, asker: Asker): Promise<WaitingItem[]> {
  return gather(WAITING, ctx, asker);
}

/** What comes, the nearest first. */
export function listUpcoming(ctx: Context, asker: Asker): Promise<UpcomingItem[]> {
  return gather(UPCOMING, ctx, asker);
}

async function gather<Sources extends Readonly<Record<string, Source>>>(
  sources: Sources,
  ctx: Context,
  asker: Asker,
): Promise<ItemsOf<Sources>[]> {
  const items: { kind: string; dueAt: number | null }[] = [];
  for (const [kind, source] of Object.entries(sources)) items.push(...(await source(ctx, asker)).map((item) => ({ kind, ...item })));
  items.sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) || 0);
  // Object.entries loses which source gave what; kind says it again.
  return items as ItemsOf<Sources>[];
}
