/** Browser-safe: what can be imported, from which columns, and every reason why a row is refused. */
import type { Designation } from "#db/schema-access.ts";
import type { ImportKind, ImportState } from "#db/schema-office.ts";
import type { Role } from "#db/schema.ts";
import { ROLE_LABELS } from "#server/permissions/contract.ts";
import { AWARD_LEVEL_LABELS, ORGANISATION_KIND_LABELS, REGION_FLAG_LABELS } from "#server/directory/contract.ts";

export const IMPORT_KINDS: readonly ImportKind[] = ["organisations", "people", "achievements", "weakRegions"];
export const IMPORT_KIND_LABELS: Record<ImportKind, string> = {
  organisations: "单位",
  people: "人员",
  achievements: "成果",
  weakRegions: "薄弱地区标记",
};

/** What each kind asks the office table. */
export const IMPORT_ACTIONS = {
  organisations: "units.import",
  people: "people.import",
  achievements: "achievements.import",
  weakRegions: "regions.import",
} as const satisfies Record<ImportKind, string>;
export type ImportAction = (typeof IMPORT_ACTIONS)[ImportKind];

export const EXPORT_ACTIONS = {
  organisations: "units.export",
  people: "people.export",
  achievements: "achievements.import",
  weakRegions: "regions.import",
} as const satisfies Record<ImportKind, string>;

export interface ImportColumn {
  readonly key: string;
  /** Heading in templates and exports. */
  readonly label: string;
  /** Other headings that mean the same; compared without spaces, width and case. */
  readonly aliases: readonly string[];
  readonly required: boolean;
  /** What stands on the sheet 说明, beside whether it is required. English in app/i18n. */
  readonly hint: string;
  readonly example: string;
  /** The values a cell may have, where they are few. */
  readonly choices?: readonly string[];
}

const column = (
  key: string,
  label: string,
  hint: string,
  example: string,
  more: { aliases?: readonly string[]; required?: true; choices?: readonly string[] } = {},
): ImportColumn => ({
  key,
  label,
  hint,
  example,
  aliases: [key, ...(more.aliases ?? [])],
  required: more.required ?? false,
  ...(more.choices ? { choices: more.choices } : {}),
});

/** Roles a row may give; the province's administrators and alliances' roles have ways of their own. */
export const IMPORT_ROLES = [
  "regionOfficer",
  "researchOfficer",
  "schoolTeacher",
  "holderHost",
  "holderExpert",
] as const satisfies readonly Role[];
export type ImportRole = (typeof IMPORT_ROLES)[number];
/** S43-S45 of the domain; administration has the same words for its forms, but siblings do not know each other. */
export const DESIGNATION_NAMES: Record<Exclude<Designation, "">, string> = {
  chiefPromoter: "首席推广官",
  seedTeacher: "种子教师",
  achievementLecturer: "成果宣讲员",
};

export const IMPORT_COLUMNS: Record<ImportKind, readonly ImportColumn[]> = {
  organisations: [
    column("code", "单位代码", "有官方代码的填写，再次导入时按代码认出同一单位", "", {
      aliases: ["统一社会信用代码", "机构代码", "学校标识码"],
    }),
    column("name", "单位名称", "不超过100字", "示例县教育局", { aliases: ["名称", "单位", "学校名称"], required: true }),
    column("kind", "单位类型", "从列表中选", "教育局", {
      aliases: ["类型", "type"],
      required: true,
      choices: Object.values(ORGANISATION_KIND_LABELS),
    }),
    column("parent", "上级单位", "上级单位的名称或代码；可以是同一文件里的单位，先后不限", "", {
      aliases: ["上级", "上级单位名称", "上级单位代码", "parent_code"],
    }),
    column("region", "行政区划", "6位区划代码，或全国不重名的地名", "620100", {
      aliases: ["行政区划代码", "行政区划名称", "区划代码", "所在地区", "region_code"],
    }),
  ],
  people: [
    column("login", "登录名", "全省唯一，不用手机号", "shili-jiaoshi01", { aliases: ["账号", "用户名", "登录账号"], required: true }),
    column("name", "姓名", "不超过40字", "示例教师甲", { aliases: ["display_name"], required: true }),
    column("unit", "单位", "单位名称或单位代码；须先导入单位", "示例县教育局", {
      aliases: ["单位名称", "单位代码", "所在单位", "学校", "organisation"],
      required: true,
    }),
    column("phone", "手机号", "11位，请设为文本格式；加密保存", "", { aliases: ["手机", "手机号码", "联系电话", "电话", "mobile"] }),
    column("role", "角色", "从列表中选；省级管理与单位管理员须走审批，不能导入", "", {
      choices: IMPORT_ROLES.map((role) => ROLE_LABELS[role]),
    }),
    column("scope", "角色范围", "成果持有方角色填成果编号；区域角色填区划代码，不填为单位所在区划", "", { aliases: ["范围"] }),
    column("title", "职务称谓", "不超过40字", "", { aliases: ["职务", "称谓"] }),
    column("designation", "专项身份", "从列表中选；须同时填角色", "", { choices: Object.values(DESIGNATION_NAMES) }),
    column("from", "任期起", "如 2024-09-01；不填为导入之日", "", { aliases: ["valid_from", "任期开始", "开始日期"] }),
    column("to", "任期止", "最后一天；不填为不限", "", { aliases: ["valid_to", "任期结束", "结束日期"] }),
  ],
  achievements: [
    column("id", "编号", "不填时按年份、名称与持有单位认出同一成果", "", { aliases: ["成果编号"] }),
    column("year", "届次年份", "4位年份；来源未载明的空着", "2022", { aliases: ["届次", "年份", "获奖年份"] }),
    column("level", "等级", "从列表中选", "一等奖", {
      aliases: ["获奖等级"],
      required: true,
      choices: Object.values(AWARD_LEVEL_LABELS),
    }),
    column("title", "成果名称", "不超过200字", "示例成果：县域小学作业设计", { aliases: ["名称"], required: true }),
    column("holder", "持有单位", "来源未载明的空着", "示例小学", { aliases: ["holder_unit", "成果持有单位", "完成单位"] }),
    column("holderKind", "单位类型", "学校、教研机构、教育局等", "学校", {
      aliases: ["holder_kind", "持有单位类型"],
      choices: Object.values(ORGANISATION_KIND_LABELS),
    }),
    column("province", "省份", "省份名称或6位代码", "甘肃省", { aliases: ["省", "province_code", "省份代码"] }),
    column("prefecture", "地市", "地市名称", "", { aliases: ["地市名称", "市"] }),
    column("stage", "学段", "学段名称", "小学", { required: true }),
    column("subject", "学科", "学科名称", "语文", { required: true }),
    column("confidence", "核实情况", "只用于新成果", "", {}),
    column("source", "来源", "文件或网址", "", {}),
  ],
  weakRegions: [
    column("code", "县区代码", "6位区划代码", "620121", {
      aliases: ["county_code", "region_code", "行政区划代码", "区划代码"],
      required: true,
    }),
    column("name", "县区名称", "名录里没有的县区须填", "", { aliases: ["county", "县区", "区县", "名称"] }),
    column("flag", "标记", "从列表中选", REGION_FLAG_LABELS["former_poverty_county"] ?? "", {
      aliases: ["薄弱类型"],
      required: true,
      choices: Object.values(REGION_FLAG_LABELS),
    }),
    column("from", "起", "年、年月或日期，如 2021 或 2021-08", "2021-08", {
      aliases: ["valid_from", "起始", "开始"],
      required: true,
    }),
    column("to", "止", "不填为仍有效", "", { aliases: ["valid_to", "终止", "结束"] }),
    column("source", "来源", "文件或网址", "示例文件", { required: true }),
  ],
};

/** Headings of files we ship that say nothing a row needs: known, not read. */
export const IGNORED_HEADINGS: Readonly<Record<ImportKind, readonly string[]>> = {
  organisations: ["原因"],
  people: ["原因"],
  achievements: ["原因"],
  weakRegions: ["原因", "prefecture_code", "province_code"],
};

/** Why a row is refused; {{places}} are filled with values of the row. English in app/i18n. */
export const FAULTS = {
  required: "必填，不能为空",
  tooLong: "不超过{{max}}字，现有{{length}}字",
  notChoice: "“{{value}}”不在可选范围内，可填：{{choices}}",
  formulaError: "公式没有算出结果（{{value}}）",
  badCharacters: "含有不能显示的字符",
  badLogin: "登录名为2到32个字，只能用文字、数字、点、下划线和短横",
  loginIsPhone: "登录名不能用手机号：登录名会显示给他人，手机号请填在“手机号”一列",
  badPhone: "手机号应为11位，以1开头",
  phoneScientific: "手机号被表格软件改成了科学计数法，末尾数字已丢失；请将该列设为文本后重填",
  phoneMasked: "手机号中间四位已隐去，新账号须填完整号码",
  phoneTaken: "手机号已属于登录名“{{login}}”",
  phoneUsed: "手机号已被使用，请核对；确属本人的，请联系安全管理员",
  phoneTwice: "手机号与第{{row}}行相同",
  badDate: "“{{value}}”不是日期，请写成 2024-09-01",
  badMonth: "“{{value}}”应为年、年月或日期，如 2021 或 2021-08",
  badYear: "“{{value}}”不是4位年份",
  periodReversed: "止于起之前",
  badCode: "区划代码应为6位数字",
  unknownRegion: "没有“{{value}}”这个行政区划",
  ambiguousRegion: "有{{count}}个地方叫“{{value}}”，请改填6位区划代码",
  newCountyNameless: "名录里没有代码{{value}}，请在“县区名称”一列写明名称",
  newCountyHomeless: "代码{{value}}所属的省或地市不在名录里",
  notCounty: "{{value}}不是县区一级",
  unknownUnit: "没有“{{value}}”这个单位，请先导入单位",
  ambiguousUnit: "有{{count}}个单位叫“{{value}}”，请改填单位代码",
  closedUnit: "单位“{{value}}”已停用",
  unitOutside: "单位“{{value}}”不在您管理的范围内",
  codeBelongsToOther: "代码已属于单位“{{value}}”，与本行名称、地区都不同",
  kindDiffers: "该单位已登记为{{kind}}，单位类型不能通过导入更改",
  parentOutside: "上级单位“{{value}}”不在您管理的范围内",
  parentMissing: "须填上级单位：您只能在所管单位之下导入",
  parentFaulty: "上级单位在第{{row}}行，而那一行有误",
  parentSelf: "上级单位不能是自己",
  parentCycle: "上下级成了循环",
  parentKind: "{{kind}}不能设在{{parentKind}}之下",
  regionOutsideParent: "行政区划不在上级单位的区划之内",
  departmentTier: "省级教育行政部门须在省级地区",
  bureauTier: "教育局须在地级或县级地区",
  bureauSameRegion: "教育局之下的教育局须属于更小的地区",
  childOutside: "下级单位“{{value}}”不在这个行政区划之内，请先调整它",
  duplicateRow: "与第{{row}}行重复",
  sameLoginDiffers: "登录名与第{{row}}行相同，但姓名、单位或手机号不同",
  adminRole: "“{{value}}”不能通过导入授予，请到“管理—审批”提出申请，由第二人批准",
  allianceRole: "“{{value}}”请在联盟空间里邀请成员时授予",
  roleUnit: "角色“{{role}}”须属于{{kinds}}",
  scopeNeeded: "须填成果编号：该单位有{{count}}项成果",
  unknownScope: "没有编号为“{{value}}”的成果，或该成果不属于本单位",
  scopeOutside: "区划{{value}}不在单位所在区划之内",
  scopeWithoutRole: "填了{{column}}就须填角色",
  regionNeeded: "单位没有行政区划，请填“角色范围”",
  loginUsed: "登录名已被使用，且不在您管理的范围内；新账号请换一个登录名",
  personOneself: "不能通过导入修改自己的账号和角色，请由另一位管理员办理",
  personProvince: "省级管理人员不能通过导入修改，请由安全管理员办理",
  personOffices: "此人在您管理的范围之外还有职务，姓名、单位与手机号请由安全管理员修改",
  personPeer: "此人与您同为一个单位的管理员，姓名、单位与手机号请由上级单位的管理员修改",
  personOperator: "登录名属于运行人员，不能通过导入修改",
  personLeft: "登录名属于已注销的账号，请换一个登录名",
  unknownStage: "没有“{{value}}”这个学段，可填：{{choices}}",
  unknownSubject: "没有“{{value}}”这个学科",
} as const;
export type FaultCode = keyof typeof FAULTS;

export interface Fault {
  /** As Excel numbers it: the heading is row 1. */
  readonly row: number;
  /** Heading of the column as the template writes it; empty for the row as a whole. */
  readonly column: string;
  readonly code: FaultCode;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What the reader should know about the file, without it being a fault. */
export const NOTICES = {
  unknownColumns: "有未识别的列，未读取：{{names}}",
  moreSheets: "只读取了第一张工作表“{{name}}”，另有{{count}}张未读取",
  hiddenRows: "有{{count}}行在表格里是隐藏的，已一并读取",
  mergedCells: "有{{count}}处合并单元格，每格都按合并后的内容读取",
  blankRows: "跳过了{{count}}个空行",
  newCounties: "将新增{{count}}个县区到行政区划名录",
} as const;
export type NoticeCode = keyof typeof NOTICES;
export interface Notice {
  readonly code: NoticeCode;
  readonly values: Readonly<Record<string, string | number>>;
}

export type RowState = "new" | "changed" | "unchanged" | "faulty";
export type RowCounts = Readonly<Record<RowState, number>>;

/** Stands in the batch in clear: counts and names of columns, never what is in a cell. */
export interface ImportReport {
  readonly counts: RowCounts;
  readonly encoding: string;
  readonly notices: readonly Notice[];
  /** Headings in the order of the file, as recognised; the fault list repeats them. */
  readonly headings: readonly string[];
  /** Faults by heading. */
  readonly faultColumns: Readonly<Record<string, number>>;
  /** Why the whole file was refused. */
  readonly refusal?: string;
  readonly written?: { readonly created: number; readonly changed: number; readonly roles: number };
  readonly credentials?: "waiting" | "acknowledged" | "expired";
}

export const STATE_LABELS: Record<ImportState, string> = {
  parsing: "正在读取",
  preview: "待确认",
  failed: "未能读取",
  committing: "正在写入",
  done: "已完成",
  discarded: "已放弃",
};

/** Rows a preview page shows at once, and faults a page of the fault list holds. */
export const SAMPLE_ROWS = 50;
export const FAULTS_PER_PAGE = 100;
/** Hours a preview and a password sheet are kept. */
export const KEPT_HOURS = 24;

/** A sentence with its values. */
export function fillPlaces(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The reason in Chinese. */
export function faultText(fault: Pick<Fault, "code" | "values">): string {
  return fillPlaces(FAULTS[fault.code], fault.values);
}

/** `maxFile` in bytes. */
export function tooLargeText(maxFile: number): string {
  return `文件超过 ${Math.floor(maxFile / 1024 / 1024)} MB，请分成几个文件后再上传。`;
}
