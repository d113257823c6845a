/** Who may do what: the matrix of design chapter 4 as data, asked by every entry point through `can`. Pure, browser-safe. */
import type { DocumentKind, Role, Side } from "#db/schema.ts";

export const ACTIONS = [
  "workspace.read",
  "workspace.manageMembers",
  "plan.list",
  "plan.readLive",
  "plan.readPublished",
  "plan.create",
  "plan.edit",
  "plan.comment",
  "plan.saveVersion",
  "plan.restore",
] as const;
export type Action = (typeof ACTIONS)[number];

export interface Facts {
  /** Kind of the document, where the action concerns one. */
  readonly documentKind?: DocumentKind;
  /** The document (or the one to be created) belongs to the person's own organisation. */
  readonly own?: boolean;
  /** The side whose members are to be managed, and the person's own. */
  readonly targetSide?: Side;
  readonly ownSide?: Side;
  /** An archived workspace is read-only for everybody. */
  readonly archived?: boolean;
}

type Rule = "yes" | "own";
type PlanRow = Partial<Record<Role, Partial<Record<Action, Rule>>>>;

const READ = { "plan.readLive": "yes", "plan.readPublished": "yes" } as const;
const COMMENT = { ...READ, "plan.comment": "yes" } as const;
const WRITE = { ...COMMENT, "plan.create": "yes", "plan.edit": "yes", "plan.saveVersion": "yes", "plan.restore": "yes" } as const;
const PUBLISHED = { "plan.readPublished": "yes" } as const;
/** C E of the own school, K on the others' (matrix: school plan). */
const OWN_SCHOOL = {
  ...COMMENT,
  "plan.create": "own",
  "plan.edit": "own",
  "plan.saveVersion": "own",
  "plan.restore": "own",
} as const;

const REGIONAL: PlanRow = {
  provinceAdmin: PUBLISHED,
  researchOfficer: COMMENT,
  holderHost: COMMENT,
  holderExpert: COMMENT,
  regionOfficer: WRITE,
  schoolTeacher: COMMENT,
  allianceLead: PUBLISHED,
  allianceTeacher: PUBLISHED,
};

const SCHOOL: PlanRow = {
  provinceAdmin: PUBLISHED,
  researchOfficer: COMMENT,
  holderHost: COMMENT,
  holderExpert: COMMENT,
  regionOfficer: COMMENT,
  // "r others": colleagues of other schools read submitted versions only.
  schoolTeacher: {
    "plan.readLive": "own",
    "plan.readPublished": "yes",
    "plan.comment": "own",
    "plan.create": "own",
    "plan.edit": "own",
    "plan.saveVersion": "own",
    "plan.restore": "own",
  },
  allianceLead: { ...WRITE, "plan.create": "own" },
  allianceTeacher: OWN_SCHOOL,
};

/** The sub-plan holds duties of both sides (持有方支持事项, 应用方责任事项) and is written by both; see docs/decisions. */
const SUBPLAN: PlanRow = { ...REGIONAL, holderHost: WRITE };

const PLAN_ROWS: Record<DocumentKind, PlanRow> = {
  regionalPlan: REGIONAL,
  annualPlan: REGIONAL,
  achievementSubplan: SUBPLAN,
  schoolPlan: SCHOOL,
};

/** True for a role that reads submitted and published versions only, whatever the kind and whoever owns it. */
export function seesVersionsOnly(role: Role): boolean {
  return Object.values(PLAN_ROWS).every((row) => row[role]?.["plan.readLive"] === undefined);
}

const MANAGES_OWN_SIDE: ReadonlySet<Role> = new Set<Role>(["holderHost", "regionOfficer", "allianceLead"]);
const WRITING: ReadonlySet<Action> = new Set<Action>([
  "workspace.manageMembers",
  "plan.create",
  "plan.edit",
  "plan.comment",
  "plan.saveVersion",
  "plan.restore",
]);

/** True where the matrix allows it. Everything not listed is refused. */
export function can(role: Role, action: Action, facts: Facts = {}): boolean {
  if (facts.archived === true && WRITING.has(action)) return false;
  if (action === "workspace.read" || action === "plan.list") return true;
  if (action === "workspace.manageMembers") {
    return MANAGES_OWN_SIDE.has(role) && facts.targetSide !== undefined && facts.targetSide === facts.ownSide;
  }
  if (facts.documentKind === undefined) return false;
  const rule = PLAN_ROWS[facts.documentKind][role]?.[action];
  return rule === "yes" || (rule === "own" && facts.own === true);
}
