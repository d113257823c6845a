import { LABOUR_STUDIO, QINGDAO_STUDIO, SCHOOLS } from "./organisations.ts";
import { CHINESE_SCHOOLS, MATHS_SCHOOLS, PEOPLE } from "./people.ts";
import type { DemoMember, DemoWorkspace } from "./shapes.ts";

const ARTICLE = "《中国基础教育》2026年第2期";

/** Left out on purpose, so that the member page has somebody to add on each side. */
const NOT_YET_MEMBERS: ReadonlySet<string> = new Set(["holderExpert03", "regionOfficer05"]);

export const WORKSPACES: readonly DemoWorkspace[] = [
  {
    key: "longnanLabour",
    kind: "pair",
    title: "陇南市·劳动教育",
    purpose: "三年内让城区薄弱学校用本地产业场景开好劳动课，并能说清保留了什么、简化了什么、为什么替换。",
    achievement: "a2022-14",
    region: "621200",
    subject: "labor",
    stage: "compulsory",
    isDemo: false,
    sourceNote: `陇南市选用本成果，见${ARTICLE}；该文未载明持有单位、年份与等级。空间里的人员、学校与文稿均为演示数据。`,
    parties: [
      {
        organisation: LABOUR_STUDIO,
        side: "holder",
        duties: "解读成果、隔周线上答疑、审核资源包的忠实度，每学期到校指导不少于一次。",
        isLead: true,
      },
      { organisation: "longnan", side: "applicant", duties: "编制一地一案，落实专项保障经费，按季报送简报，组织年度考核。", isLead: true },
      { organisation: "longnanInstitute", side: "applicant", duties: "牵头工作组，组织校本改造与联片教研，提炼典型经验。", isLead: false },
      { organisation: "bureau621202", side: "applicant", duties: "遴选劳动实践基地，督促辖区学校落实一校一策。", isLead: false },
      ...SCHOOLS.map(({ key }) => ({
        organisation: key,
        side: "applicant" as const,
        duties: "完成一校一策，开展课堂试行，积累过程性证据。",
        isLead: false,
      })),
      { organisation: "provinceInstitute", side: "guide", duties: "组建专门指导组，伴随式指导方案编制与课堂试行。", isLead: true },
    ],
    members: [
      ...side("holder", ["holderHost", "holderExpert", "holderExpert02", "holderExpert03"]),
      ...side("applicant", ["regionOfficer", "regionOfficer02", "regionOfficer05", ...logins("schoolTeacher")]),
      ...side("guide", ["researchOfficer"]),
    ],
  },
  {
    key: "qingyangChinese",
    kind: "pair",
    title: "庆阳市·小学语文个性化课堂",
    purpose: "借鉴个性化课堂的备课与评价办法，帮助乡村小学语文教师读懂学生差异，形成可复制的课例。",
    achievement: "a2022-07",
    region: "621000",
    subject: "chinese",
    stage: "primary",
    isDemo: true,
    sourceNote: "演示数据：没有来源证实这一结对，仅用于展示功能。",
    parties: [
      { organisation: QINGDAO_STUDIO, side: "holder", duties: "提供课例与评价工具，开展线上答疑。", isLead: true },
      { organisation: "qingyang", side: "applicant", duties: "编制一地一案，选定试点学校，落实经费与激励。", isLead: true },
      { organisation: "qingyangInstitute", side: "applicant", duties: "组织教研与课例研究。", isLead: false },
      { organisation: "provinceInstitute", side: "guide", duties: "指导方案编制与阶段总结。", isLead: true },
    ],
    members: [
      ...side("holder", ["holderHost02", "holderExpert04"]),
      ...side("applicant", ["regionOfficer03"]),
      ...side("guide", ["researchOfficer02"]),
    ],
  },
  {
    key: "gannanLabour",
    kind: "pair",
    title: "甘南州·劳动教育",
    purpose: "结合牧区与城区寄宿制学校实际，把劳动教育落到宿舍、食堂、牧场等真实岗位。",
    achievement: "a2022-14",
    region: "623000",
    subject: "labor",
    stage: "compulsory",
    isDemo: false,
    sourceNote: `甘南藏族自治州选用本成果，见${ARTICLE}；该文未载明持有单位、年份与等级。空间里的人员与文稿均为演示数据。`,
    parties: [
      { organisation: LABOUR_STUDIO, side: "holder", duties: "解读成果、开展线上答疑，与州教研机构共同打磨资源包。", isLead: true },
      { organisation: "gannan", side: "applicant", duties: "编制一地一案，统筹寄宿制学校试点。", isLead: true },
      { organisation: "gannanInstitute", side: "applicant", duties: "组织双语教师参加成果学习与课例研究。", isLead: false },
    ],
    members: [...side("holder", ["holderHost", "holderExpert02"]), ...side("applicant", ["regionOfficer04"])],
  },
  alliance(
    "mathsAlliance",
    "小学数学学科教研联盟",
    "math",
    "primary",
    MATHS_SCHOOLS,
    "围绕“整体理解、重在说理”开展联片教研，七校轮流承办，每月一课一研。",
    ["allianceLead", "allianceTeacher", ...["02", "03", "04", "05", "06"].map((number) => `allianceTeacher${number}`)],
  ),
  alliance(
    "chineseAlliance",
    "初中语文学科教研联盟",
    "chinese",
    "junior",
    CHINESE_SCHOOLS,
    "以整本书阅读和乡土写作为抓手，五校共备、共研、共享课例与评价工具。",
    ["allianceLead02", ...["07", "08", "09", "10"].map((number) => `allianceTeacher${number}`)],
  ),
];

function alliance(
  key: string,
  title: string,
  subject: string,
  stage: string,
  schools: readonly string[],
  purpose: string,
  members: readonly string[],
): DemoWorkspace {
  return {
    key,
    kind: "alliance",
    title,
    purpose,
    achievement: null,
    region: "621200",
    subject,
    stage,
    isDemo: true,
    sourceNote: "演示数据：联盟与成员学校均为虚构。",
    parties: [
      ...schools.map((organisation, index) => ({
        organisation,
        side: "alliance" as const,
        duties: index === 0 ? "牵头制定学期安排，组织联片教研，汇总课例。" : "承办一次联片教研，提交课例与观课记录。",
        isLead: index === 0,
      })),
      { organisation: "provinceInstitute", side: "guide", duties: "确定教研主题，点评课例。", isLead: false },
      { organisation: "longnanInstitute", side: "guide", duties: "到校参加联片教研，跟进改进措施。", isLead: false },
    ],
    members: [
      ...side("alliance", members),
      ...side("guide", ["researchOfficer02"]),
      { login: "regionOfficer02", side: "guide", role: "researchOfficer" },
    ],
  };
}

function side(name: DemoMember["side"], people: readonly string[]): DemoMember[] {
  return people.filter((login) => !NOT_YET_MEMBERS.has(login)).map((login) => ({ login, side: name }));
}

function logins(persona: string): string[] {
  return PEOPLE.filter((person) => person.login.startsWith(persona)).map((person) => person.login);
}
