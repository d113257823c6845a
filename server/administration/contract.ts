/** Browser-safe: duties, approvals and invitations as pages and forms know them. */
import type { ApprovalKind, ApprovalState, Designation, Duty } from "#db/schema-access.ts";

export const DUTIES: readonly Duty[] = ["system", "security", "audit"];
export const DUTY_LABELS: Record<Duty, string> = { system: "系统管理员", security: "安全管理员", audit: "审计管理员" };
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
