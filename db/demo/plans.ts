import { ALLIANCE_PLANS } from "./plans/alliance-plans.ts";
import { GANNAN_REGIONAL, LONGNAN_ANNUAL, LONGNAN_SUBPLAN, QINGYANG_REGIONAL } from "./plans/other-regional.ts";
import { LONGNAN_REGIONAL } from "./plans/longnan-regional.ts";
import { SCHOOL_PLANS } from "./plans/school-plans.ts";
import type { DemoPlan } from "./shapes.ts";

export const PLANS: readonly DemoPlan[] = [
  LONGNAN_REGIONAL,
  LONGNAN_ANNUAL,
  LONGNAN_SUBPLAN,
  ...SCHOOL_PLANS,
  QINGYANG_REGIONAL,
  GANNAN_REGIONAL,
  ...ALLIANCE_PLANS,
];
