import { LABOUR_STUDIO, QINGDAO_STUDIO, SCHOOLS } from "./organisations.ts";
import type { Designation } from "../schema-access.ts";
import type { DemoPerson, DemoRole } from "./shapes.ts";

const labour = { kind: "achievement", id: "a2022-14" } as const;
const chinese = { kind: "achievement", id: "a2022-07" } as const;
const region = (code: string) => ({ kind: "region", id: code }) as const;

/** Second and later people of a persona carry a two-digit number: schoolTeacher, schoolTeacher02 … */
function numbered(persona: string, index: number): string {
  return index === 0 ? persona : `${persona}${String(index + 1).padStart(2, "0")}`;
}

const HOLDERS: readonly DemoPerson[] = [
  person("holderHost", "成果持有方工作室主持人", "主", LABOUR_STUDIO, "holderHost", "工作室主持人", labour),
  person("holderExpert", "成果宣讲员（课程）", "讲", LABOUR_STUDIO, "holderExpert", "成果宣讲员", labour, "achievementLecturer"),
  person("holderExpert02", "成果宣讲员（教研）", "讲", LABOUR_STUDIO, "holderExpert", "成果宣讲员", labour, "achievementLecturer"),
  person("holderExpert03", "成果宣讲员（评价）", "讲", LABOUR_STUDIO, "holderExpert", "成果宣讲员", labour, "achievementLecturer"),
  person("holderHost02", "语文成果工作室主持人", "主", QINGDAO_STUDIO, "holderHost", "工作室主持人", chinese),
  person("holderExpert04", "语文成果宣讲员", "讲", QINGDAO_STUDIO, "holderExpert", "成果宣讲员", chinese, "achievementLecturer"),
];

const OFFICERS: readonly DemoPerson[] = [
  person("regionOfficer", "陇南市推广应用负责人", "负", "longnan", "regionOfficer", "区域负责人", region("621200")),
  // Two hats: promotes in the prefecture, and guides its alliances as a research officer.
  {
    ...person(
      "regionOfficer02",
      "陇南市首席推广官",
      "推",
      "longnanInstitute",
      "regionOfficer",
      "首席推广官",
      region("621200"),
      "chiefPromoter",
    ),
    roles: [
      { role: "regionOfficer", title: "首席推广官", scope: region("621200"), designation: "chiefPromoter" },
      { role: "researchOfficer", title: "市级教研员（联盟指导）", scope: region("621200"), designation: "" },
    ],
  },
  person("regionOfficer03", "庆阳市推广应用负责人", "负", "qingyang", "regionOfficer", "区域负责人", region("621000")),
  person("regionOfficer04", "甘南州推广应用负责人", "负", "gannan", "regionOfficer", "区域负责人", region("623000")),
  person("regionOfficer05", "武都区推广应用联络员", "联", "bureau621202", "regionOfficer", "县区联络员", region("621202")),
  person("researchOfficer", "省教科院教研员（劳动）", "研", "provinceInstitute", "researchOfficer", "教研员", region("621200")),
  person("researchOfficer02", "省教科院教研员（学科）", "研", "provinceInstitute", "researchOfficer", "教研员", region("620000")),
  person("provinceAdmin", "省级推广应用管理员", "省", "province", "provinceAdmin", "省级管理", { kind: "province", id: "620000" }),
];

const SEED_TEACHERS: readonly DemoPerson[] = SCHOOLS.map(({ key, short }, index) =>
  person(
    numbered("schoolTeacher", index),
    `${short}种子教师`,
    "种",
    key,
    "schoolTeacher",
    "种子教师",
    { kind: "school", id: key },
    "seedTeacher",
  ),
);

/** Schools of the two alliances, the lead first; the lead's person is allianceLead or allianceLead02. */
export const MATHS_SCHOOLS = ["wudu1", "cheng1", "wen1", "tanchang1", "kang1", "li1", "hui1"] as const;
export const CHINESE_SCHOOLS = ["wuduJunior", "chengJunior", "wenJunior", "xiheJunior", "liangdang"] as const;

function allianceTeachers(schools: readonly string[], alliance: string, subject: string, from: number): DemoPerson[] {
  return schools.slice(1).map((key, index) => {
    const short = SCHOOLS.find((school) => school.key === key)?.short ?? "";
    const login = numbered("allianceTeacher", from + index);
    return person(login, `${short}${subject}教师`, "师", key, "allianceTeacher", "联盟教师", { kind: "alliance", id: alliance });
  });
}

const ALLIANCE_PEOPLE: readonly DemoPerson[] = [
  person("allianceLead", "小学数学联盟负责人", "盟", "wudu1", "allianceLead", "联盟负责人", { kind: "alliance", id: "maths" }),
  person("allianceLead02", "初中语文联盟负责人", "盟", "wuduJunior", "allianceLead", "联盟负责人", { kind: "alliance", id: "chinese" }),
  ...allianceTeachers(MATHS_SCHOOLS, "maths", "数学", 0),
  ...allianceTeachers(CHINESE_SCHOOLS, "chinese", "语文", MATHS_SCHOOLS.length - 1),
];

/** Operators hold no business rights; administrators of units look after accounts only. */
const OPERATION: readonly DemoPerson[] = [
  { login: "systemOperator", name: "系统管理员", mark: "系", organisation: "province", roles: [], duty: "system" },
  { login: "securityAdmin", name: "安全管理员", mark: "安", organisation: "province", roles: [], duty: "security" },
  { login: "auditor", name: "审计管理员", mark: "审", organisation: "province", roles: [], duty: "audit" },
  { login: "unitAdmin", name: "陇南市单位管理员", mark: "单", organisation: "longnan", roles: [], administers: true },
  { login: "unitAdmin02", name: "武都一小单位管理员", mark: "单", organisation: "wudu1", roles: [], administers: true },
];

export const PEOPLE: readonly DemoPerson[] = [...HOLDERS, ...OFFICERS, ...SEED_TEACHERS, ...ALLIANCE_PEOPLE, ...OPERATION];

function person(
  login: string,
  name: string,
  mark: string,
  organisation: string,
  role: DemoRole["role"],
  title: string,
  scope: DemoRole["scope"],
  designation: Designation = "",
): DemoPerson {
  return { login, name, mark, organisation, roles: [{ role, title, scope, designation }] };
}
