import type { Db } from "#db/client.ts";
import { hasPeople, insertDemo, isDemoLoaded } from "#db/demo/insert.ts";
import { PLANS } from "#db/demo/plans.ts";
import type { Clock, Ids } from "#server/core/context.ts";
import { requireTemplate } from "#server/plans/templates.ts";
import type { TextPort } from "#server/plans/text-port.ts";
import { buildPlanBody, cutText, type BuiltBody } from "./bodies.ts";
import { nameDemo } from "./names.ts";
import { buildPlaces } from "./places.ts";
import { buildPlanRows } from "./plan-rows.ts";

export interface DemoDeps {
  readonly db: Db;
  readonly texts: TextPort;
  readonly ids: Ids;
  readonly clock: Clock;
  hashPassword(password: string): Promise<string>;
}

/**
 * Loads the demo province into an empty installation, under one password for all its people. Call at every start after loadReference:
 * resolves to false where it is there already or where anybody is registered. Texts are journalled first and all rows, with the mark that
 * they are there, follow in one transaction: an interrupted first start leaves orphaned texts nobody can name and loads again.
 */
export async function loadDemo(deps: DemoDeps, password: string): Promise<boolean> {
  const { db, texts, ids, clock } = deps;
  if ((await isDemoLoaded(db)) || (await hasPeople(db))) return false;
  const names = nameDemo(ids);
  const nextId = () => ids.next();
  const now = clock.now();
  const written = await Promise.all(
    PLANS.map(async (plan) => {
      const template = requireTemplate(plan.template);
      const body = buildPlanBody(template, plan.title, plan.text, nextId);
      const versions: readonly BuiltBody[] = plan.versions.map(({ upTo }) =>
        upTo === undefined ? body : buildPlanBody(template, plan.title, cutText(plan.text, upTo), nextId),
      );
      const head = await texts.seed(names.document(plan.title), "system", body.update);
      return { plan, template, body, versions, head };
    }),
  );
  const passwordHash = await deps.hashPassword(password);
  const rows = { ...buildPlaces(names, ids, now, passwordHash), ...buildPlanRows(names, ids, now, written) };
  await db.transaction().execute((trx) => insertDemo(trx, rows, new Date(now).toISOString()));
  return true;
}
