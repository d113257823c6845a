/**
 * The permission matrix of design chapter 4 as data, cell by cell. The policy and the generated checks both come from it; a test compares
 * it with the rows of the chapter. Everything that is not written here is refused. Browser-safe.
 */
import type { DocumentKind, Role } from "#db/schema.ts";

/** Columns: the roles of memberships, and a guest by link, who has no account. */
export const MATRIX_ROLES = [
  "provinceAdmin",
  "researchOfficer",
  "holderHost",
  "holderExpert",
  "regionOfficer",
  "schoolTeacher",
  "allianceLead",
  "allianceTeacher",
  "guest",
] as const satisfies readonly (Role | "guest")[];
export type MatrixRole = (typeof MATRIX_ROLES)[number];

export const MATRIX_OBJECTS = [
  "workspace",
  "regionalPlan",
  "schoolPlan",
  "meetingAgenda",
  "minutes",
  "question",
  "answer",
  "pack",
  "file",
  "evaluation",
  "auditLog",
] as const;
export type MatrixObject = (typeof MATRIX_OBJECTS)[number];

/**
 * R read live, r read the submitted or published version only, C create, E edit, K comment, P submit, sign or publish, S manage members,
 * X export, D move to trash.
 */
export const VERBS = ["R", "r", "C", "E", "K", "P", "S", "X", "D"] as const;
export type Verb = (typeof VERBS)[number];

/** What the chapter's cells name beside the nine verbs. */
export const ACTS = ["archive", "assign", "triage", "endorse", "accept", "fork"] as const;
export type Deed = Verb | (typeof ACTS)[number];

/** What must be true of the object or the act where a cell says so. */
export const QUALIFIERS = [
  // own unit or own items; members of the own side; units of a workspace; an assigned region or alliance; inside the alliance
  "own",
  "ownSide",
  "orgs",
  "assigned",
  "alliance",
  // state of the version
  "submitted",
  "published",
  "signed",
  // kind of P, C and K
  "submit",
  "sign",
  "accepting",
  "official",
  "review",
  "scheme",
  "appeal",
  "onFork",
  // how much is read
  "counts",
  "deidentified",
  "thisMeeting",
  "noOriginals",
  "namesAndSizes",
  "inSharedVersion",
  "securityEvents",
  "ownEvents",
  "workspaceActivity",
] as const;
export type Qualifier = (typeof QUALIFIERS)[number];

/** A deed, alone or bound to what must be true: "E:own" edits what is the person's own. */
export type Right = Deed | `${Deed}:${Qualifier}` | `${Deed}:own+${Qualifier}`;
export type MatrixRow = Record<MatrixRole, readonly Right[]>;

export const MATRIX: Record<MatrixObject, MatrixRow> = {
  workspace: {
    provinceAdmin: ["C", "r", "S:orgs", "archive"],
    researchOfficer: ["R:assigned"],
    holderHost: ["R", "S:ownSide"],
    holderExpert: ["R"],
    regionOfficer: ["R", "S:ownSide"],
    schoolTeacher: ["R"],
    allianceLead: ["R", "S:alliance"],
    allianceTeacher: ["R"],
    guest: [],
  },
  regionalPlan: {
    provinceAdmin: ["r", "X"],
    researchOfficer: ["R", "K", "X"],
    holderHost: ["R", "K"],
    holderExpert: ["R", "K"],
    regionOfficer: ["R", "C", "E", "P", "S", "X"],
    schoolTeacher: ["R", "K"],
    allianceLead: ["r"],
    allianceTeacher: ["r"],
    guest: ["r:published"],
  },
  schoolPlan: {
    provinceAdmin: ["r:submitted"],
    researchOfficer: ["R", "K"],
    holderHost: ["R", "K"],
    holderExpert: ["R", "K"],
    regionOfficer: ["R", "K", "P:accepting", "X"],
    schoolTeacher: ["C:own", "E:own", "P:own+submit", "X:own", "r"],
    allianceLead: ["R:alliance", "E:alliance", "K:alliance", "X"],
    allianceTeacher: ["C:own", "E:own", "K:alliance"],
    guest: [],
  },
  meetingAgenda: {
    provinceAdmin: ["r"],
    researchOfficer: ["R", "K"],
    holderHost: ["C", "E", "P", "X"],
    holderExpert: ["R", "K"],
    regionOfficer: ["C", "E", "P", "X"],
    schoolTeacher: ["R", "K"],
    allianceLead: ["C", "E", "P", "X"],
    allianceTeacher: ["R", "K"],
    guest: ["r:thisMeeting"],
  },
  minutes: {
    provinceAdmin: ["r:signed"],
    researchOfficer: ["R", "K"],
    holderHost: ["C", "E", "P:sign", "X"],
    holderExpert: ["R", "K"],
    regionOfficer: ["C", "E", "P:sign", "X"],
    schoolTeacher: ["R"],
    allianceLead: ["C", "E", "P:sign", "X"],
    allianceTeacher: ["R"],
    guest: [],
  },
  question: {
    provinceAdmin: ["r:counts", "r:deidentified"],
    researchOfficer: ["R", "C", "K", "triage"],
    holderHost: ["R", "assign", "K"],
    holderExpert: ["R", "K"],
    regionOfficer: ["R", "C:own", "E:own", "D:own", "X"],
    schoolTeacher: ["C:own", "E:own", "D:own", "R"],
    allianceLead: ["R", "C:own", "E:own"],
    allianceTeacher: ["R", "C:own", "E:own"],
    guest: [],
  },
  answer: {
    provinceAdmin: ["r"],
    researchOfficer: ["R", "K", "endorse"],
    holderHost: ["C:own", "E:own", "P:official"],
    holderExpert: ["C:own", "E:own"],
    regionOfficer: ["R", "accept", "K"],
    schoolTeacher: ["R", "accept:own"],
    allianceLead: ["R", "K"],
    allianceTeacher: ["R", "K"],
    guest: [],
  },
  pack: {
    provinceAdmin: ["r", "X"],
    researchOfficer: ["R", "K", "P:review"],
    holderHost: ["C", "E", "P", "S", "X", "D"],
    holderExpert: ["E", "K"],
    regionOfficer: ["r", "K", "fork"],
    schoolTeacher: ["r", "K"],
    allianceLead: ["C:onFork", "E:onFork", "P:onFork", "X:onFork"],
    allianceTeacher: ["E:onFork", "K:onFork"],
    guest: ["r:noOriginals"],
  },
  file: {
    provinceAdmin: ["r:namesAndSizes"],
    researchOfficer: ["R"],
    holderHost: ["C", "R", "D:own", "X"],
    holderExpert: ["C", "R", "D:own"],
    regionOfficer: ["C", "R", "D:own", "X"],
    schoolTeacher: ["C", "R", "D:own"],
    allianceLead: ["C", "R", "D:own", "X"],
    allianceTeacher: ["C", "R", "D:own"],
    guest: ["r:inSharedVersion"],
  },
  evaluation: {
    provinceAdmin: ["C:scheme", "R", "P", "X"],
    researchOfficer: ["C:assigned", "E:assigned", "K"],
    holderHost: ["r:own", "K:appeal"],
    holderExpert: [],
    regionOfficer: ["C:own", "r:own"],
    schoolTeacher: ["E:own"],
    allianceLead: ["E:own", "r:own"],
    allianceTeacher: ["E:own"],
    guest: [],
  },
  auditLog: {
    provinceAdmin: ["r:securityEvents"],
    researchOfficer: ["r:ownEvents"],
    holderHost: ["r:workspaceActivity"],
    holderExpert: ["r:ownEvents"],
    regionOfficer: ["r:workspaceActivity"],
    schoolTeacher: ["r:ownEvents"],
    allianceLead: ["r:workspaceActivity"],
    allianceTeacher: ["r:ownEvents"],
    guest: [],
  },
};

/** Row of the matrix that a kind of document stands in. */
export const OBJECT_OF_KIND: Record<DocumentKind, MatrixObject> = {
  regionalPlan: "regionalPlan",
  // 一地一案 covers the region's yearly plan and the sub-plans of its achievements.
  annualPlan: "regionalPlan",
  achievementSubplan: "regionalPlan",
  schoolPlan: "schoolPlan",
};

/** Rights decided beside the table, each with where that is written. */
export const ADDITIONS: readonly {
  readonly object: MatrixObject;
  readonly role: MatrixRole;
  readonly rights: readonly Right[];
  /** Only for this kind of document. */
  readonly kind?: DocumentKind;
  readonly source: string;
}[] = [
  { object: "schoolPlan", role: "allianceTeacher", rights: ["R:alliance"], source: "chapter 4, decided below the table" },
  { object: "schoolPlan", role: "allianceLead", rights: ["C:own"], source: "docs/decisions/0015" },
  { object: "regionalPlan", role: "holderHost", rights: ["C", "E"], kind: "achievementSubplan", source: "docs/decisions/0004" },
];

/** Rule 2: who may open what for an hour with a reason, in everybody's sight; what was read as a version is then read live. */
export const BREAK_GLASS: { readonly roles: readonly MatrixRole[]; readonly objects: readonly MatrixObject[] } = {
  roles: ["provinceAdmin"],
  objects: ["regionalPlan", "schoolPlan"],
};

/** Deeds that leave everything as it is: all that is left of a role in an archived workspace. */
export const READING: readonly Deed[] = ["R", "r", "X"];
