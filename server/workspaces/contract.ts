/** Browser-safe: what workspaces and their events are called, and the limits of their forms. */
import type { Role, Side, WorkspaceKind } from "#db/schema.ts";

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

export const MEMBER_TITLE_MAX = 40;
export const ACTIVITY_LIMIT = 30;

/** Types of activity rows with the ids, names and counts each carries. */
export interface ActivityPayloads {
  "workspace.opened": Record<string, never>;
  "member.added": { personId: string; name: string; role: Role };
  "member.ended": { personId: string; name: string };
  "plan.created": { documentId: string; title: string };
  "plan.edited": { documentId: string; title: string };
  "version.saved": { documentId: string; versionId: string; title: string; number: number; name: string };
  "version.restored": { documentId: string; versionId: string; title: string; number: number; name: string };
}
export type ActivityType = keyof ActivityPayloads;

const SENTENCES: { [T in ActivityType]: (payload: ActivityPayloads[T]) => string } = {
  "workspace.opened": () => "开通了本空间",
  "member.added": ({ name }) => `添加了成员：${name}`,
  "member.ended": ({ name }) => `结束了成员资格：${name}`,
  "plan.created": ({ title }) => `新建了《${title}》`,
  "plan.edited": ({ title }) => `修改了《${title}》`,
  "version.saved": ({ title, number, name }) => `保存了《${title}》第${number}版“${name}”`,
  "version.restored": ({ title, number, name }) => `将《${title}》恢复为第${number}版“${name}”`,
};

/** What happened, without the actor, as one Chinese clause. A type of another release reads as "有更新". */
export function describeActivity(type: string, payload: Readonly<Record<string, unknown>>): string {
  if (!isActivityType(type)) return "有更新";
  // The writer of each type is typed by ActivityPayloads; rows are never edited afterwards.
  return (SENTENCES[type] as (payload: unknown) => string)(payload);
}

function isActivityType(type: string): type is ActivityType {
  return Object.hasOwn(SENTENCES, type);
}
