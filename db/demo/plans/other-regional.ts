import type { DemoPlan } from "../shapes.ts";

export const LONGNAN_ANNUAL: DemoPlan = {
  workspace: "longnanLabour",
  template: "annual_plan",
  title: "陇南市2026—2027学年推广应用实施方案",
  organisation: "longnan",
  state: "published",
  author: "regionOfficer",
  createdDaysAgo: 38,
  editedHoursAgo: 148,
  versions: [{ name: "印发稿", note: "领导小组审定，报省教科院备案。", author: "regionOfficer", daysAgo: 6, released: true }],
  text: {
    s1: [
      "上年度完成成果申报、双向选择和工作组组建，召开见面会两次，达成合作共识六条；组织教师线上研读四次，参加教师312人次。",
      "存在的问题：一是部分县（区）联络员兼职过多，信息报送不及时；二是试点学校对“简化”和“降低要求”的界限把握不准；三是实践基地安全责任书文本不统一。",
    ],
    s2: [
      { ordered: "14所试点学校一校一策全部审核通过并付诸实施。" },
      { ordered: "每校每学期试行不少于2个劳动项目，按表开课率不低于80%。" },
      { ordered: "形成典型课例不少于6节，完成资源包四个部分的初稿。" },
      { ordered: "教师提问三个工作日内认领率不低于90%。" },
    ],
    s3: [
      {
        table: [
          ["月份", "重点任务", "活动", "责任单位"],
          ["9月", "校情诊断", "工作组到校走访，填写诊断表", "市教科所"],
          ["10月", "成果比对", "线上研读第五、六讲；花椒采收季课例拍摄", "试点学校"],
          ["11月", "校本改造", "双向见面会；一校一策集中修改", "市教科所、持有方工作室"],
          ["12月", "方案审核", "一校一策审核，基地责任书签订", "县（区）教育局"],
          ["次年3月", "课堂试行", "油橄榄、中药材种植管护项目启动", "试点学校"],
          ["次年4—5月", "联片教研", "三个片区各两次", "片区中心校"],
          ["次年6月", "学期小结", "课例交流、年度自评", "市教科所"],
        ],
      },
    ],
    s4: [
      "基础教育科负责统筹调度和简报；市教科所负责方案审核、课例研究；县（区）教育局负责基地遴选和安全监管；试点学校校长对方案落实负总责，种子教师负责课程实施和证据整理；持有方工作室负责答疑和资源包审核。",
    ],
    s5: [
      {
        table: [
          ["项目", "金额（万元）", "来源"],
          ["教师研修与跟岗", "12", "市级专项保障经费"],
          ["课例研究与资源包", "8", "市级专项保障经费"],
          ["实践基地安全与交通", "10", "县（区）配套"],
        ],
      },
    ],
    s6: [
      { task: "第一季度：14校诊断表齐全，研读记录完整", done: true },
      { task: "第二季度：一校一策审核通过，责任书签订完毕", done: false },
      { task: "第三季度：课堂试行记录每校不少于2份", done: false },
      { task: "第四季度：典型课例、年度自评报告提交", done: false },
    ],
  },
};

/** Written by both sides: the holder answers for section four, the region for section five. */
export const LONGNAN_SUBPLAN: DemoPlan = {
  workspace: "longnanLabour",
  template: "achievement_subplan",
  title: "分项方案：家校社劳动清单",
  organisation: "longnan",
  state: "draft",
  author: "holderHost",
  createdDaysAgo: 17,
  editedHoursAgo: 20,
  versions: [],
  alsoEdited: [
    { login: "regionOfficer02", hoursAgo: 29 },
    { login: "regionOfficer", hoursAgo: 51 },
  ],
  text: {
    s1: [
      "劳动清单不是任务清单，而是学校、家庭、社会对同一项劳动各自承担什么的约定。其要义有三：岗位真实、难度递进、有人负责。",
      { quote: "同一项劳动，学校教方法，家庭给机会，基地给场景；三方都签字，孩子才有真岗位。" },
    ],
    s2: [
      "适用于14所试点学校一至九年级。低年级以自理和班级岗位为主，中年级增加食堂、校园岗位，高年级和初中进入花椒、油橄榄、中药材等产业场景。",
    ],
    s3: [
      { ordered: "筛选：从成果原清单中选出适合本地的岗位，每年级不超过6项。" },
      { ordered: "转化：用一页表写清岗位、工具、步骤、安全和证据。" },
      { ordered: "普及：先在两个年级试行一学期，再扩展到全校。" },
      { ordered: "深化：每学年修订一次，把学生自己提出的岗位写进来。" },
    ],
    s4: [
      { bullet: "提供原清单及各岗位的设计说明，标明不可删减的底线项。" },
      { bullet: "隔周安排一次线上答疑，答复在两个工作日内形成文字。" },
      { bullet: "审核各校改编后的清单，逐项给出忠实度意见。" },
    ],
    s5: [
      { bullet: "市教科所汇总14校清单，合并重复岗位，形成市级参考清单。" },
      { bullet: "县（区）教育局核查基地资质，统一安全责任书文本。" },
      { bullet: "学校每月向家长公布一次岗位安排，听取意见。" },
    ],
  },
};

export const QINGYANG_REGIONAL: DemoPlan = {
  workspace: "qingyangChinese",
  template: "regional_plan_3y",
  title: "庆阳市推广应用“小学语文个性化课堂教学研究与实践”三年计划",
  organisation: "qingyang",
  state: "draft",
  author: "regionOfficer03",
  createdDaysAgo: 25,
  editedHoursAgo: 70,
  versions: [{ name: "阶段稿", note: "背景与总体要求成文，报省教科院指导。", author: "regionOfficer03", daysAgo: 2, released: true }],
  text: {
    "s1.1": [
      "庆阳市辖1区7县，乡村小规模学校多，班额差异大。小学语文教师中青年教师占比逐年提高，学历达标，但独立备课、读懂学情的能力不均衡。",
    ],
    "s1.2": [
      { ordered: "课堂提问面向少数学生，多数学生全程旁听。" },
      { ordered: "作业一刀切，学困生抄、优等生等。" },
      { ordered: "教研活动主题零散，前后不衔接。" },
    ],
    "s1.3": ["拟应用成果提供了学情前测、分层任务和个别反馈的一套做法，与前两个问题直接对应；第三个问题通过联片教研连续主题加以解决。"],
    "s2.1": ["坚持以学生差异为教学资源，以减轻无效负担为前提，把个性化课堂的核心做法转化为乡村教师用得上的工具。"],
    "s2.2": [
      { bullet: "第一年：遴选12所试点学校，人人会做一份学情前测。" },
      { bullet: "第二年：形成分层任务单不少于60份，片区共享。" },
      { bullet: "第三年：全市中心小学以上学校整体应用。" },
    ],
    "s2.3": [{ bullet: "先读懂学生，再设计教学。" }, { bullet: "工具少而管用，不增加台账。" }],
    "s3.1": ["由市教育局主要负责人任组长，分管负责人任副组长，基础教育科承担日常工作，试点学校校长为成员。"],
    "s4.1": ["组织成果宣讲四讲，配套课堂观察作业；每校选派2名教师参加线上跟岗。"],
  },
};

export const GANNAN_REGIONAL: DemoPlan = {
  workspace: "gannanLabour",
  template: "regional_plan_3y",
  title: "甘南州推广应用劳动教育成果三年计划",
  organisation: "gannan",
  state: "draft",
  author: "regionOfficer04",
  createdDaysAgo: 8,
  editedHoursAgo: 120,
  versions: [{ name: "提纲", note: "报省教科院备案的提纲，正文起草中。", author: "regionOfficer04", daysAgo: 4, released: true }],
  text: {
    "s1.1": ["全州辖1市7县，寄宿制学校占比高，学生在校时间长，宿舍、食堂、校园是最稳定的劳动场景；牧区学校与城区学校条件差异明显。"],
    "s1.2": [{ ordered: "寄宿生劳动以值日为主，缺少指导和评价。" }, { ordered: "劳动教育与民族团结、生态保护教育结合不够。" }],
  },
};
