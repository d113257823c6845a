/** Domain terms by the codes of db/schema.ts, worded as in the glossary. */
export const terms = {
  role: {
    provinceAdmin: "省级管理",
    researchOfficer: "教研员",
    holderHost: "成果持有方工作室主持人",
    holderExpert: "成果宣讲员",
    regionOfficer: "应用方区域负责人",
    schoolTeacher: "种子教师",
    allianceLead: "联盟牵头人",
    allianceTeacher: "联盟教师",
  },
  /** One character in the badge of a role. */
  roleMark: {
    provinceAdmin: "管",
    researchOfficer: "研",
    holderHost: "主",
    holderExpert: "讲",
    regionOfficer: "推",
    schoolTeacher: "种",
    allianceLead: "牵",
    allianceTeacher: "联",
  },
  side: { holder: "成果持有方", applicant: "成果应用方", alliance: "联盟", guide: "指导" },
  sideShort: { holder: "持", applicant: "应", alliance: "盟", guide: "导" },
  kind: { pair: "成果持有方—应用方", alliance: "学科教研联盟" },
  documentKind: { regionalPlan: "一地一案", annualPlan: "年度实施方案", achievementSubplan: "分项方案", schoolPlan: "一校一策" },
  state: { draft: "草稿", inReview: "会审", approved: "已批准", published: "已发布", superseded: "已被替换" },
  level: { special: "特等奖", first: "一等奖", second: "二等奖", unstated: "等级未载明" },
  activity: {
    workspace: { opened: "开通了本空间" },
    member: { added: "添加了一位成员", ended: "结束了一位成员的资格" },
    plan: { created: "新建了一份方案", edited: "修改了一份方案" },
    version: { saved: "保存了一个版本", restored: "恢复了一个版本" },
    other: "有更新",
  },
};
