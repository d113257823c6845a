import { SCHOOLS } from "../organisations.ts";
import type { DemoPlan, DemoText } from "../shapes.ts";

export const ALLIANCE_PLANS: readonly DemoPlan[] = [
  plan("mathsAlliance", "wudu1", "allianceLead", "小学数学“整体理解”校本应用方案", 34, {
    s1: [
      "我校数学教师11人，其中5人教龄不足三年。听课发现：单元之间各讲各的，学生会算不会说理；同一概念在不同年级反复从头讲。",
      "本学期聚焦“数的运算”一条主线，从一年级到六年级把算理的讲法前后连起来。",
    ],
    s2: ["联盟共同研读了“整体数学教学”等公开成果，选取“单元整体设计”和“说理任务”两项做法，其余暂不引入，避免一次改得太多。"],
    s3: [{ ordered: "每位教师完成一份单元整体设计。" }, { ordered: "每节课至少有一个要求学生说清理由的任务。" }],
    s4: [
      { bullet: "保留：先画知识结构图，再分课时。" },
      { bullet: "简化：结构图用一张A4纸，不要求软件制作。" },
      { bullet: "结合：用花椒称重、油橄榄苗间距等本地素材编写问题。" },
    ],
    s5: ["三、四年级先行，第9周起扩展到全校；每两周一次集体备课。"],
    s6: [
      {
        table: [
          ["时间", "主题", "承办学校"],
          ["第4周", "运算律怎样从算式里长出来", "武都区第一示范小学"],
          ["第8周", "分数除法的三种说理", "成县第一示范小学"],
          ["第12周", "估算是不是猜", "文县第一示范小学"],
          ["第16周", "单元复习课的整体设计", "礼县第一示范小学"],
        ],
      },
    ],
  }),
  plan("mathsAlliance", "cheng1", "allianceTeacher", "小学数学“说理任务”校本应用方案", 57, {
    s1: ["我校学生计算正确率较高，但遇到变式题错误集中。访谈发现，学生把算法当口诀背，不清楚每一步的道理。"],
    s2: ["说理任务门槛低、当堂可做，适合我校班额大的实际。"],
    s3: [{ ordered: "学期末随机访谈，能说清本单元算理的学生不少于七成。" }],
    s4: [{ bullet: "把“讲给全班听”改为“先讲给同桌听”，人人开口。" }],
  }),
  plan("mathsAlliance", "wen1", "allianceTeacher02", "小学数学生活测量项目校本应用方案", 110, {
    s1: ["学校地处山区，学生熟悉梯田、坡地，却难以把课本里的面积、比例与生活联系起来。"],
    s2: ["选用单元整体设计，把长度、面积、比例尺三个单元连成一个测量项目。"],
  }),
  plan("chineseAlliance", "wuduJunior", "allianceLead02", "初中语文整本书阅读校本应用方案", 44, {
    s1: ["学生阅读量两极分化，名著导读课常变成情节问答。教师缺少可操作的过程性任务。"],
    s2: ["联盟五校共同确定七年级一本、八年级一本，任务单共备、分校实施，观课记录共享。"],
    s3: [{ ordered: "每生每学期读完两本，留下不少于五份批注。" }, { ordered: "形成可共享的任务单不少于12份。" }],
    s4: [
      { bullet: "保留：通读、研读、共读三个阶段。" },
      { bullet: "简化：每阶段只设一个核心任务。" },
      { bullet: "结合：乡土写作，记录家乡的一种手艺或一条古道。" },
    ],
    s5: ["周一、周四各安排一节阅读课，不布置书面抄写作业。"],
  }),
  plan("chineseAlliance", "chengJunior", "allianceTeacher07", "初中语文乡土写作校本应用方案", 83, {
    s1: ["学生作文空泛，缺少观察。学校周边有丰富的乡土资源，尚未进入课堂。"],
    s2: ["以乡土写作为切入口，与联盟整本书阅读相互支撑。"],
    s3: [{ ordered: "每学期一次采访、一次修改、一次结集。" }],
  }),
];

/** The leading school has sent its plan round; the others are still writing. */
function plan(workspace: string, school: string, author: string, topic: string, editedHoursAgo: number, text: DemoText): DemoPlan {
  const submitted = author.startsWith("allianceLead");
  const name = SCHOOLS.find(({ key }) => key === school)?.name ?? school;
  return {
    workspace,
    template: "school_plan",
    title: `${name}${topic}`,
    organisation: school,
    state: submitted ? "inReview" : "draft",
    author,
    createdDaysAgo: 28,
    editedHoursAgo,
    text,
    versions: submitted ? [{ name: "征求意见稿", note: "发联盟各校提意见。", author, daysAgo: 1, released: true }] : [],
  };
}
