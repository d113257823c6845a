/** Browser-safe: names of roles and duties as people read them. */
import type { Duty } from "#db/schema-access.ts";
import type { Role } from "#db/schema.ts";

export const ROLE_LABELS: Record<Role, string> = {
  provinceAdmin: "省级管理",
  researchOfficer: "教研员",
  holderHost: "成果持有方工作室主持人",
  holderExpert: "成果宣讲员",
  regionOfficer: "应用方区域负责人",
  schoolTeacher: "种子教师",
  allianceLead: "学科教研联盟负责人",
  allianceTeacher: "联盟教师",
};

export const DUTY_LABELS: Record<Duty, string> = { system: "系统管理员", security: "安全管理员", audit: "审计管理员" };
