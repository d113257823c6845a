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
  /** A plan named in a sentence. */
  planTitle: "《{{title}}》",
  activity: {
    workspace: { opened: "开通了本空间", archived: "归档了本空间：{{reason}}", restored: "恢复了本空间：{{reason}}" },
    party: { added: "添加了参加单位：{{name}}", removed: "移出了参加单位：{{name}}" },
    member: { added: "添加了成员：{{name}}（{{role}}）", joined: "凭邀请加入（{{role}}）", ended: "结束了成员资格：{{name}}" },
    drafts: { opened: "紧急查阅草稿一小时：{{reason}}", closed: "提前结束了紧急查阅" },
    plan: { created: "新建了{{title}}", edited: "修改了{{title}}" },
    version: { saved: "保存了{{title}}第{{number}}版“{{name}}”", restored: "将{{title}}恢复为第{{number}}版“{{name}}”" },
    other: "有更新",
  },
};
