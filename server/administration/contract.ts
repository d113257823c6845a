/** Browser-safe: duties, approvals, roles and invitations as pages and forms know them. */
import type { ApprovalKind, ApprovalState, Designation, Duty } from "#db/schema-access.ts";
import type { OrganisationKind, Role, ScopeKind } from "#db/schema.ts";

export const DUTIES: readonly Duty[] = ["system", "security", "audit"];
export const DUTY_TASKS: Record<Duty, string> = {
  system: "维护单位、成果与运行状态，导入名录",
  security: "管理账号、角色与授权，解除锁定",
  audit: "查阅、校验并导出审计日志，不能改动任何内容",
};

export const DESIGNATION_LABELS: Record<Designation, string> = {
  "": "",
  chiefPromoter: "首席推广官",
  seedTeacher: "种子教师",
  achievementLecturer: "成果宣讲员",
};

export const APPROVAL_KIND_LABELS: Record<ApprovalKind, string> = {
  duty: "运行职责",
  provinceAdmin: "省级管理",
  unitAdmin: "单位管理员",
  secondFactorReset: "重置两步验证",
};

export const APPROVAL_STATE_LABELS: Record<ApprovalState, string> = {
  pending: "待批准",
  approved: "已批准",
  refused: "未批准",
  withdrawn: "已撤回",
  expired: "已过期",
};

/** What each kind of approval carries as JSON. */
export interface ApprovalPayloads {
  duty: { duty: Duty; end: boolean };
  provinceAdmin: { scopeId: string; organisationId: string; title: string; validTo: number | null };
  unitAdmin: { organisationId: string };
  secondFactorReset: Record<string, never>;
}

/** Days an invitation and an approval stay open. */
export const INVITATION_DAYS = 14;
export const APPROVAL_DAYS = 7;
export const INVITATION_MAX_USES = 200;
export const TITLE_MAX = 40;
export const REASON_MAX = 200;

/** Units whose administrator needs a second person's approval; the others are appointed directly from above. */
export const APPROVED_UNIT_KINDS: readonly OrganisationKind[] = ["department", "institute", "bureau"];

/** Roles an administrator grants. The province's needs a second person and goes through approval. */
export type GrantableRole = Exclude<Role, "provinceAdmin">;
export const GRANTABLE_ROLES: readonly GrantableRole[] = [
  "regionOfficer",
  "researchOfficer",
  "schoolTeacher",
  "holderHost",
  "holderExpert",
  "allianceLead",
  "allianceTeacher",
];

export interface RoleShape {
  readonly scopeKind: Exclude<ScopeKind, "province">;
  /** Kinds of unit the role is held for. */
  readonly kinds: readonly OrganisationKind[];
  /** Designations that go with it (S43–S45). */
  readonly designations: readonly Designation[];
}

const PUBLIC_BODIES: readonly OrganisationKind[] = ["department", "institute", "bureau"];
const HOLDERS: readonly OrganisationKind[] = ["holderUnit", "studio", "school", "institute"];

export const ROLE_SHAPES: Record<GrantableRole, RoleShape> = {
  regionOfficer: { scopeKind: "region", kinds: PUBLIC_BODIES, designations: ["chiefPromoter"] },
  researchOfficer: { scopeKind: "region", kinds: PUBLIC_BODIES, designations: ["chiefPromoter"] },
  schoolTeacher: { scopeKind: "school", kinds: ["school"], designations: ["seedTeacher"] },
  holderHost: { scopeKind: "achievement", kinds: HOLDERS, designations: ["achievementLecturer"] },
  holderExpert: { scopeKind: "achievement", kinds: HOLDERS, designations: ["achievementLecturer"] },
  allianceLead: { scopeKind: "alliance", kinds: ["school", "institute"], designations: [] },
  allianceTeacher: { scopeKind: "alliance", kinds: ["school", "institute"], designations: ["seedTeacher"] },
};

export const PEOPLE_STATUSES = ["active", "disabled", "never", "expiring"] as const;
export type PeopleStatus = (typeof PEOPLE_STATUSES)[number];
export const PEOPLE_PAGE = 50;
/** Days before the end of a term in which it counts as expiring. */
export const EXPIRING_DAYS = 30;
