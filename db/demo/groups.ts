import { LABOUR_STUDIO, QINGDAO_STUDIO } from "./organisations.ts";
import type { DemoExpert, DemoGroup } from "./shapes.ts";

export const GROUPS: readonly DemoGroup[] = [
  {
    name: "陇南市成果推广应用工作组",
    organisation: "longnanInstitute",
    region: "621200",
    purpose: "市县教研机构牵头，组织校本改造、联片教研与过程性证据的收集。",
    members: [
      { login: "regionOfficer", post: "leader", title: "区域负责人" },
      { login: "regionOfficer02", post: "deputy", title: "首席推广官" },
      { login: "regionOfficer05", post: "secretary", title: "县区联络员" },
      { login: "researchOfficer", post: "member", title: "省级指导教研员" },
      { login: "schoolTeacher", post: "member", title: "种子教师代表" },
      { login: "schoolTeacher04", post: "member", title: "种子教师代表" },
      { login: "schoolTeacher14", post: "member", title: "种子教师代表", ended: true },
    ],
  },
  {
    name: "庆阳市成果推广应用工作组",
    organisation: "qingyangInstitute",
    region: "621000",
    purpose: "统筹试点学校的教研与课例研究，按学期汇总进展。",
    members: [
      { login: "regionOfficer03", post: "leader", title: "区域负责人" },
      { login: "researchOfficer02", post: "member", title: "省级指导教研员" },
    ],
  },
  {
    name: "甘南藏族自治州成果推广应用工作组",
    organisation: "gannanInstitute",
    region: "623000",
    purpose: "统筹寄宿制学校试点，组织双语教师研修。",
    members: [
      { login: "regionOfficer04", post: "leader", title: "区域负责人" },
      { login: "researchOfficer", post: "member", title: "省级指导教研员" },
    ],
  },
];

export const EXPERTS: readonly DemoExpert[] = [
  expert("holderHost", ["labor"], ["compulsory"], ["621200", "623000"], [], "劳动教育课程体系与实践基地建设"),
  expert("holderExpert", ["labor"], ["primary", "junior"], ["621200"], [], "劳动课程的课时安排与评价"),
  expert("holderExpert02", ["labor"], ["compulsory"], ["623000"], [], "联片教研的组织，劳动课例打磨"),
  expert("holderHost02", ["chinese"], ["primary"], ["621000"], [LABOUR_STUDIO], "个性化课堂的备课与学情诊断"),
  expert("holderExpert04", ["chinese"], ["primary"], ["621000"], [], "小学语文课例与评价工具", false),
  expert("researchOfficer", ["labor", "whole_school"], ["compulsory"], ["620000"], ["longnan"], "方案编制指导，过程性证据的收集"),
  expert("researchOfficer02", ["chinese", "math"], ["primary", "junior"], ["620000"], [QINGDAO_STUDIO], "学科教研联盟的组织与主题设计"),
  expert("regionOfficer02", ["whole_school"], ["compulsory"], ["621200"], ["longnan", "wudu1"], "区域推进机制，校本改造"),
  expert("allianceLead", ["math"], ["primary"], ["621200"], [], "小学数学“整体理解”的课堂实施"),
];

function expert(
  login: string,
  subjects: readonly string[],
  stages: readonly string[],
  regions: readonly string[],
  avoid: readonly string[],
  specialty: string,
  accepting = true,
): DemoExpert {
  return { login, subjects, stages, regions, avoid, specialty, accepting };
}
