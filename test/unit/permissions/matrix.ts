/** Rows of the design's permission matrix (chapter 4) that this release implements, cell by cell as written there. */
import type { DocumentKind, Role } from "#db/schema.ts";

/** Verbs of a cell: R read live, r read released, C create, E edit, K comment, S manage members. */
export interface Cell {
  readonly any: string;
  /** Verbs that hold only for the person's own unit or side. */
  readonly own: string;
}

const cell = (any: string, own = ""): Cell => ({ any, own });

export const WORKSPACE_ROW: Record<Role, Cell> = {
  provinceAdmin: cell("r"),
  researchOfficer: cell("R"),
  holderHost: cell("R", "S"),
  holderExpert: cell("R"),
  regionOfficer: cell("R", "S"),
  schoolTeacher: cell("R"),
  allianceLead: cell("R", "S"),
  allianceTeacher: cell("R"),
};

const REGIONAL: Record<Role, Cell> = {
  provinceAdmin: cell("r"),
  researchOfficer: cell("RK"),
  holderHost: cell("RK"),
  holderExpert: cell("RK"),
  regionOfficer: cell("RCEK"),
  schoolTeacher: cell("RK"),
  allianceLead: cell("r"),
  allianceTeacher: cell("r"),
};

const SCHOOL: Record<Role, Cell> = {
  provinceAdmin: cell("r"),
  researchOfficer: cell("RK"),
  holderHost: cell("RK"),
  holderExpert: cell("RK"),
  regionOfficer: cell("RK"),
  schoolTeacher: cell("r", "RCEK"),
  allianceLead: cell("REK", "C"),
  allianceTeacher: cell("RK", "CE"),
};

export const PLAN_ROWS: Record<DocumentKind, Record<Role, Cell>> = {
  regionalPlan: REGIONAL,
  // One row of the matrix stands for the region's yearly plan too.
  annualPlan: REGIONAL,
  // Both sides write the sub-plan of an achievement (decision note).
  achievementSubplan: { ...REGIONAL, holderHost: cell("RCEK") },
  schoolPlan: SCHOOL,
};
