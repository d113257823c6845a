import { SCHOOLS } from "../organisations.ts";
import type { DemoPart, DemoPlan, DemoText } from "../shapes.ts";

interface SchoolSketch {
  readonly school: string;
  readonly login: string;
  /** Where the school stands, one sentence. */
  readonly situation: string;
  readonly industry: string;
  /** Steps of the local labour project. */
  readonly project: string;
  /** How many of the eight sections are written. */
  readonly filled: number;
  readonly state: DemoPlan["state"];
  readonly editedHoursAgo: number;
}

const SKETCHES: readonly SchoolSketch[] = [
  sketch(
    "wudu1",
    "schoolTeacher",
    "学校位于城区，在校学生一千二百余人，随迁子女约占四成，校园没有成片土地",
    "花椒",
    "采摘、分拣、晾晒、称重与包装",
    8,
    "inReview",
    26,
  ),
  sketch(
    "wudu2",
    "schoolTeacher02",
    "学校由镇办小学改建，班额偏大，劳动课由班主任兼任",
    "油橄榄",
    "育苗、嫁接观察、修枝与记录",
    7,
    "draft",
    5,
  ),
  sketch("cheng1", "schoolTeacher04", "学校靠近县城集贸市场，家长多经营小本生意", "核桃", "采收、脱皮、晾晒与分级", 8, "draft", 52),
  sketch(
    "wen1",
    "schoolTeacher06",
    "学校依山而建，操场狭小，但周边药农多、步行可达",
    "纹党等中药材",
    "识药、育苗、起垄与炮制体验",
    6,
    "draft",
    31,
  ),
  sketch("tanchang1", "schoolTeacher08", "学校寄宿生较多，周末留校学生近百人", "当归、党参", "整地、移栽、除草与晾晒", 5, "draft", 75),
  sketch("kang1", "schoolTeacher09", "学校绿化好，有两处可用的校园角落", "木耳与茶叶", "菌棒管护、采茶与手工炒制观察", 4, "draft", 98),
  sketch(
    "xiheJunior",
    "schoolTeacher11",
    "学校为初级中学，九年级课业压力大，劳动课最易被占用",
    "半夏",
    "种植管护、成本核算与电商包装",
    3,
    "draft",
    140,
  ),
  sketch("li1", "schoolTeacher12", "学校劳动教师一人，曾参加市级培训", "苹果", "疏花、套袋、采摘与分级", 6, "draft", 18),
  sketch(
    "liangdang",
    "schoolTeacher14",
    "学校为九年一贯制，小学部与初中部共用场地，便于高低年级结对",
    "中蜂蜂蜜",
    "蜂箱观察、蜜源植物调查与灌装",
    2,
    "draft",
    190,
  ),
];

export const SCHOOL_PLANS: readonly DemoPlan[] = SKETCHES.map((entry) => ({
  workspace: "longnanLabour",
  template: "school_plan",
  title: `${nameOf(entry.school)}劳动教育校本应用方案`,
  organisation: entry.school,
  state: entry.state,
  author: entry.login,
  createdDaysAgo: 21,
  editedHoursAgo: entry.editedHoursAgo,
  versions:
    entry.state === "inReview"
      ? [{ name: "报送稿", note: "校务会通过，报市教科所审核。", author: entry.login, daysAgo: 2, released: true as const }]
      : [],
  text: firstSections(labourText(entry), entry.filled),
}));

function sketch(
  school: string,
  login: string,
  situation: string,
  industry: string,
  project: string,
  filled: number,
  state: DemoPlan["state"],
  editedHoursAgo: number,
): SchoolSketch {
  return { school, login, situation, industry, project, filled, state, editedHoursAgo };
}

function labourText({ situation, industry, project }: SchoolSketch): [string, readonly DemoPart[]][] {
  return [
    [
      "s1",
      [
        `${situation}。对照市级诊断表，本校的主要问题是：劳动课表与实际不符；项目多为一次性活动；学生说得出做了什么，说不出学到了什么。`,
        "经全体教师讨论，本校聚焦一个问题：怎样让每个学生每周都有一个真实、固定、有人负责的劳动岗位。",
      ],
    ],
    [
      "s2",
      [
        "选择本成果的理由：成果产生于条件相近的城区薄弱学校，起点不高、步骤清楚，不依赖大块土地和专职教师。",
        { bullet: "相近之处：学校规模、生源构成、教师兼任的情况与本校相似。" },
        { bullet: `不同之处：本校周边以${industry}产业为主，没有城市农场；家长务工多，陪同时间少。` },
      ],
    ],
    [
      "s3",
      [
        { ordered: "一年内劳动课按表开课率达到95%以上。" },
        { ordered: "每个学生每学期至少承担两个固定岗位，并完成一次岗位交接。" },
        { ordered: `三至六年级（初中为七、八年级）参与一个与${industry}有关的连续项目。` },
      ],
    ],
    [
      "s4",
      [
        {
          table: [
            ["类别", "成果原做法", "本校做法", "理由"],
            ["保留", "劳动周课表不占用、不挪用", "写入课程管理办法，教务处每周巡课", "底线要求"],
            ["简化", "十二类岗位", "先做六类，一学期后再增", "教师少，先做实"],
            ["替换", "城市农场种植", `${industry}：${project}`, "就近、真实、安全"],
            ["结合", "劳动故事", "请药农、果农、护林员讲家乡劳动故事", "认同家乡"],
          ],
        },
        "凡简化、替换之处，均在学期末对照成果要义检查一次：学生是否仍有真实责任，难度是否仍有递进。",
      ],
    ],
    [
      "s5",
      [
        { bullet: "上学期：两个年级试行，每周一节劳动课、每日十五分钟岗位时间。" },
        { bullet: "下学期：扩展到全校，高年级带低年级完成岗位交接。" },
        { bullet: `校外实践：每月一次到就近的${industry}基地，往返由学校统一组织，出行前完成安全培训。` },
      ],
    ],
    [
      "s6",
      [
        "每月第二周周三下午开展校本教研，主题前后衔接：岗位设计、过程指导、证据收集、课例打磨。",
        "每学期参加片区联片教研不少于两次，承办一次；问题先在答疑区查找，查不到再提问。",
      ],
    ],
    [
      "s7",
      [
        { task: "岗位记录本：学生每周一条，教师每月批阅一次", done: true },
        { task: "项目过程照片与作品：不拍学生正脸，标注日期和岗位", done: true },
        { task: "观察表：责任、合作、技能三个维度，每学期两次", done: false },
        { task: "家长反馈单：每学期一次，只问变化，不打分", done: false },
      ],
    ],
    [
      "s8",
      [
        {
          table: [
            ["责任", "承担人", "条件保障"],
            ["总负责", "校长", "纳入学校年度计划"],
            ["课程实施", "种子教师", "每周减少2课时"],
            ["安全", "德育处", "责任险、急救箱、踏勘记录"],
            ["基地联系", "总务处", "签订责任书"],
          ],
        },
      ],
    ],
  ];
}

function firstSections(text: readonly [string, readonly DemoPart[]][], filled: number): DemoText {
  return Object.fromEntries(text.slice(0, filled));
}

function nameOf(key: string): string {
  return SCHOOLS.find((school) => school.key === key)?.name ?? key;
}
