import type { Messages } from "./messages.ts";

/** Labels that stand inside messages: duties, kinds of requests and units, posts, sides. */
export const labels: Messages = {
  系统管理员: "system administrator",
  安全管理员: "security administrator",
  审计管理员: "audit administrator",
  运行职责: "duty of operation",
  省级管理: "province administrator",
  单位管理员: "unit administrator",
  重置两步验证: "reset of two-step verification",
  省级教育行政部门: "provincial education department",
  教研机构: "teaching-research institute",
  教育局: "education bureau",
  学校: "school",
  成果持有单位: "achievement holder",
  成果持有方工作室: "holder's studio",
  组长: "leader",
  副组长: "deputy",
  秘书: "secretary",
  成员: "member",
  成果持有方: "achievement holder",
  成果应用方: "applicant",
  联盟学校: "alliance school",
  指导与管理: "guidance",
};
