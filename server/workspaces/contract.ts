/** Browser-safe: what workspaces and their events are called, and the limits of their forms. */
import type { OrganisationKind, Role, Side, WorkspaceKind } from "#db/schema.ts";

export const WORKSPACE_KIND_LABELS: Record<WorkspaceKind, string> = { pair: "成果持有方与应用方", alliance: "学科教研联盟" };

export const SIDE_LABELS: Record<Side, string> = {
  holder: "成果持有方",
  applicant: "成果应用方",
  alliance: "联盟学校",
  guide: "指导与管理",
};

/** One character in the side's shape. */
export const SIDE_MARKS: Record<Side, string> = { holder: "持", applicant: "应", alliance: "联", guide: "指" };

/** Order in which sides are shown: the holder always left. */
export const SIDE_ORDER: readonly Side[] = ["holder", "applicant", "alliance", "guide"];

/** Roles that can be given on each side. */
export const SIDE_ROLES: Record<Side, readonly Role[]> = {
  holder: ["holderHost", "holderExpert"],
  applicant: ["regionOfficer", "schoolTeacher"],
  alliance: ["allianceLead", "allianceTeacher"],
  guide: ["researchOfficer"],
};

/** The role of whoever manages a side; the guiding side is composed by the province. */
export const FIRST_ROLES: Record<Side, Exclude<Role, "provinceAdmin">> = {
  holder: "holderHost",
  applicant: "regionOfficer",
  alliance: "allianceLead",
  guide: "researchOfficer",
};

/** Kinds of unit that can stand on each side. */
export const PARTY_KINDS: Record<Side, readonly OrganisationKind[]> = {
  holder: ["holderUnit", "studio", "school", "institute", "bureau"],
  applicant: ["department", "institute", "bureau", "school"],
  alliance: ["school"],
  guide: ["department", "institute", "bureau"],
};

/** The round that new workspaces belong to unless said otherwise. */
export const PRESENT_CYCLE = "第二轮（2024年11月—2027年11月）";

/** Title proposed for a new workspace, from the names of what it joins. */
export function proposeTitle(kind: WorkspaceKind, names: { region: string; topic: string }): string {
  if (names.region === "" || names.topic === "") return "";
  return kind === "pair" ? `${names.region}·${names.topic}` : `${names.region}${names.topic}学科教研联盟`;
}

export const WORKSPACE_TITLE_MAX = 60;
export const PURPOSE_MAX = 200;
export const DUTIES_MAX = 200;
export const REASON_MAX = 200;
/** How long opened drafts stay open, ms (rule 2 of the matrix). */
export const DRAFTS_OPEN_FOR = 60 * 60_000;
export const MAX_PARTIES = 200;
export const MEMBER_TITLE_MAX = 40;
export const ACTIVITY_LIMIT = 30;

/** Types of activity rows with the ids, names and counts each carries. */
export interface ActivityPayloads {
  "workspace.opened": Record<string, never>;
  "workspace.archived": { reason: string };
  "workspace.restored": { reason: string };
  "drafts.opened": { reason: string };
  "drafts.closed": Record<string, never>;
  "party.added": { organisationId: string; name: string; side: Side };
  "party.removed": { organisationId: string; name: string };
  "member.added": { personId: string; name: string; role: Role };
  "member.joined": { personId: string; role: Role };
  "member.ended": { personId: string; name: string };
  "plan.created": { documentId: string; title: string };
  "plan.edited": { documentId: string; title: string };
  "version.saved": { documentId: string; versionId: string; title: string; number: number; name: string };
  "version.restored": { documentId: string; versionId: string; title: string; number: number; name: string };
}
export type ActivityType = keyof ActivityPayloads;

/** One act with what it names. A type of another release is "other" and names nothing. */
export type Act = { [T in ActivityType]: { readonly type: T; readonly payload: ActivityPayloads[T] } }[ActivityType] | OtherAct;
interface OtherAct {
  readonly type: "other";
  readonly payload: Record<string, never>;
}

const TYPES: Record<ActivityType, true> = {
  "workspace.opened": true,
  "workspace.archived": true,
  "workspace.restored": true,
  "drafts.opened": true,
  "drafts.closed": true,
  "party.added": true,
  "party.removed": true,
  "member.added": true,
  "member.joined": true,
  "member.ended": true,
  "plan.created": true,
  "plan.edited": true,
  "version.saved": true,
  "version.restored": true,
};

/** An activity row as it was written. */
export function parseAct(type: string, payload: string): Act {
  if (!Object.hasOwn(TYPES, type)) return { type: "other", payload: {} };
  const read: unknown = JSON.parse(payload);
  // The writer of each type is typed by ActivityPayloads; rows are never edited afterwards.
  return { type, payload: read } as Act;
}
