import type { DemoOrganisation } from "./shapes.ts";

/** Holder side of the labour-education achievement: the source names neither the unit nor the year. */
export const LABOUR_STUDIO = "labourStudio";
export const QINGDAO_STUDIO = "qingdaoStudio";

const COUNTIES: readonly (readonly [code: string, name: string, prefecture: string])[] = [
  ["621202", "武都区", "longnan"],
  ["621221", "成县", "longnan"],
  ["621222", "文县", "longnan"],
  ["621223", "宕昌县", "longnan"],
  ["621224", "康县", "longnan"],
  ["621225", "西和县", "longnan"],
  ["621226", "礼县", "longnan"],
  ["621227", "徽县", "longnan"],
  ["621228", "两当县", "longnan"],
  ["621002", "西峰区", "qingyang"],
  ["621021", "庆城县", "qingyang"],
  ["621022", "环县", "qingyang"],
  ["621023", "华池县", "qingyang"],
  ["621024", "合水县", "qingyang"],
  ["621025", "正宁县", "qingyang"],
  ["621026", "宁县", "qingyang"],
  ["621027", "镇原县", "qingyang"],
  ["623001", "合作市", "gannan"],
  ["623021", "临潭县", "gannan"],
  ["623022", "卓尼县", "gannan"],
  ["623023", "舟曲县", "gannan"],
  ["623024", "迭部县", "gannan"],
  ["623025", "玛曲县", "gannan"],
  ["623026", "碌曲县", "gannan"],
  ["623027", "夏河县", "gannan"],
];

export interface DemoSchool {
  readonly key: string;
  readonly county: string;
  readonly name: string;
  /** As colleagues say it. */
  readonly short: string;
}

/** Invented: no real school bears these names, and every one is shown as 演示数据. In the order of schoolTeacher, schoolTeacher02 … 14. */
export const SCHOOLS: readonly DemoSchool[] = [
  { key: "wudu1", county: "621202", name: "武都区第一示范小学", short: "武都一小" },
  { key: "wudu2", county: "621202", name: "武都区第二示范小学", short: "武都二小" },
  { key: "wuduJunior", county: "621202", name: "武都区示范初级中学", short: "武都初中" },
  { key: "cheng1", county: "621221", name: "成县第一示范小学", short: "成县一小" },
  { key: "chengJunior", county: "621221", name: "成县示范初级中学", short: "成县初中" },
  { key: "wen1", county: "621222", name: "文县第一示范小学", short: "文县一小" },
  { key: "wenJunior", county: "621222", name: "文县示范初级中学", short: "文县初中" },
  { key: "tanchang1", county: "621223", name: "宕昌县第一示范小学", short: "宕昌一小" },
  { key: "kang1", county: "621224", name: "康县第一示范小学", short: "康县一小" },
  { key: "xihe1", county: "621225", name: "西和县第一示范小学", short: "西和一小" },
  { key: "xiheJunior", county: "621225", name: "西和县示范初级中学", short: "西和初中" },
  { key: "li1", county: "621226", name: "礼县第一示范小学", short: "礼县一小" },
  { key: "hui1", county: "621227", name: "徽县第一示范小学", short: "徽县一小" },
  { key: "liangdang", county: "621228", name: "两当县示范九年一贯制学校", short: "两当学校" },
];

/** Parents stand before their children. */
export const ORGANISATIONS: readonly DemoOrganisation[] = [
  { key: "province", name: "甘肃省教育厅", kind: "department", region: "620000", parent: null, isDemo: false },
  { key: "provinceInstitute", name: "甘肃省教科院", kind: "institute", region: "620000", parent: "province", isDemo: false },
  { key: "longnan", name: "陇南市教育局", kind: "bureau", region: "621200", parent: "province", isDemo: false },
  { key: "longnanInstitute", name: "陇南市教科所", kind: "institute", region: "621200", parent: "longnan", isDemo: true },
  { key: "qingyang", name: "庆阳市教育局", kind: "bureau", region: "621000", parent: "province", isDemo: false },
  { key: "qingyangInstitute", name: "庆阳市教科所", kind: "institute", region: "621000", parent: "qingyang", isDemo: true },
  { key: "gannan", name: "甘南藏族自治州教育局", kind: "bureau", region: "623000", parent: "province", isDemo: false },
  { key: "gannanInstitute", name: "甘南州教科所", kind: "institute", region: "623000", parent: "gannan", isDemo: true },
  ...COUNTIES.map(([code, name, prefecture]) => ({
    key: `bureau${code}`,
    name: `${name}教育局`,
    kind: "bureau" as const,
    region: code,
    parent: prefecture,
    isDemo: false,
  })),
  ...SCHOOLS.map(({ key, name, county }) => ({
    key,
    name,
    kind: "school" as const,
    region: county,
    parent: `bureau${county}`,
    isDemo: true,
  })),
  { key: LABOUR_STUDIO, name: "成果持有方工作室（持有单位来源未载明）", kind: "studio", region: null, parent: null, isDemo: false },
  { key: "qingdao", name: "青岛嘉峪关学校", kind: "holderUnit", region: "370200", parent: null, isDemo: false },
  { key: QINGDAO_STUDIO, name: "小学语文个性化课堂成果工作室", kind: "studio", region: "370200", parent: "qingdao", isDemo: true },
];

export const STUDIOS: readonly { achievement: string; organisation: string; name: string }[] = [
  { achievement: "a2022-14", organisation: LABOUR_STUDIO, name: "劳动教育成果持有方工作室" },
  { achievement: "a2022-07", organisation: QINGDAO_STUDIO, name: "小学语文个性化课堂成果工作室" },
];
