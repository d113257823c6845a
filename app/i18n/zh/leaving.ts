/** One's own data: a copy of it, and leaving. */
import { DUTY_LABELS } from "#server/permissions/contract.ts";

export const leaving = {
  title: "我的数据",
  copyTitle: "个人数据副本",
  copyText:
    "一个 zip 文件，含账号资料、角色、登录记录、通知设置、与您有关的日志，以及您新建的方案、留存的版本和操作记录。下载会记入审计日志。",
  password: "当前密码",
  copySubmit: "下载副本",
  copyReady: "副本已开始下载。",
  leaveTitle: "注销账号",
  leaveText: "注销后不能恢复：登录名、姓名、手机号、密码与登录记录随即清除，所有角色与空间成员资格结束。",
  leaveKept: "您写下的方案内容与留存的版本留在原空间，署名改为“已注销用户”。审计日志按法律规定的期限保存当时的姓名。",
  leaveCopyFirst: "需要时，请先下载副本。",
  blocked: "现在还不能注销，请先交接：",
  side: "“{{title}}”的{{side}}只有您一位负责人",
  sideAct: "添加另一位负责人",
  duty: "只有您一人担任{{duty}}",
  dutyAct: "申请另一位{{duty}}",
  unit: "{{name}}只有您一位单位管理员",
  unitAct: "任命另一位管理员",
  dutyName: DUTY_LABELS,
  open: "注销账号",
  confirmText: "请填写您的登录名“{{login}}”和当前密码。确认后立即注销，不能撤回。",
  login: "登录名",
  submit: "注销",
};
