import * as store from "#db/administration-roles.ts";
import type { UnitFacts } from "#db/administration.ts";
import type { Reach } from "#db/administration-reach.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { codeRange } from "#server/core/region-code.ts";
import { ROLE_SHAPES, type GrantableRole } from "./contract.ts";

export interface ScopeChoice {
  readonly id: string;
  readonly name: string;
}

/** Scopes a role can have for a unit: regions within its own, achievements it holds, alliances it takes part in. The unit itself for a school. */
export async function listScopeChoices(
  ctx: Context | TrxContext,
  reach: Reach,
  role: GrantableRole,
  unit: UnitFacts,
): Promise<readonly ScopeChoice[]> {
  switch (ROLE_SHAPES[role].scopeKind) {
    case "school":
      return [{ id: unit.id, name: unit.name }];
    case "region": {
      if (unit.regionCode === null) return [];
      const { from, to } = codeRange(unit.regionCode);
      const regions = await store.listRegionsWithin(ctx.db, from, to);
      return regions.map(({ code, name }) => ({ id: code, name }));
    }
    case "achievement": {
      // Holders are often of another province: whoever reaches everybody may name any achievement.
      const rows =
        reach === "all" || reach.provinces.length > 0
          ? await store.listAllAchievements(ctx.db)
          : await store.listAchievementsOfUnit(ctx.db, unit.id);
      return rows.map(({ id, title }) => ({ id, name: title }));
    }
    case "alliance": {
      const alliances = await store.listAlliancesOfUnit(ctx.db, unit.id);
      return alliances.map(({ id, title }) => ({ id, name: title }));
    }
  }
}
