/** Browser-safe: every kind of event the audit log knows (MLPS M10), with the words people read. */
import type { AuditOutcome } from "#db/schema-office.ts";

export const AUDIT_GROUPS = ["access", "accounts", "rights", "content", "exchange", "operations"] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

export const AUDIT_GROUP_LABELS: Record<AuditGroup, string> = {
  access: "登录与会话",
  accounts: "账号",
  rights: "权限",
  content: "内容",
  exchange: "导入导出与下载",
  operations: "运行与审计",
};

/** Type -> group and label. Types of later features are added here when the feature comes, never before. */
export const AUDIT_TYPES = {
  "session.started": ["access", "登录成功"],
  "session.refused": ["access", "登录失败"],
  "session.locked": ["access", "账号因多次失败锁定"],
  "session.unlocked": ["access", "解除锁定"],
  "session.ended": ["access", "退出登录"],
  "session.expired": ["access", "会话到期"],
  "session.revoked": ["access", "撤销会话"],
  "session.displaced": ["access", "超出并发数，最早的会话结束"],
  "session.hatChanged": ["access", "切换身份"],
  "factor.enrolled": ["access", "启用两步验证"],
  "factor.refused": ["access", "两步验证失败"],
  "factor.recoveryUsed": ["access", "使用恢复码"],
  "factor.recoveryRenewed": ["access", "重新生成恢复码"],
  "factor.reset": ["access", "重置两步验证"],
  "setup.started": ["operations", "首次设置：建立首位运行人员"],
  "setup.refused": ["operations", "首次设置码错误"],
  "setup.completed": ["operations", "首次设置完成"],
  "account.created": ["accounts", "建立账号"],
  "account.changed": ["accounts", "修改账号资料"],
  "account.disabled": ["accounts", "停用账号"],
  "account.enabled": ["accounts", "启用账号"],
  "account.unused": ["accounts", "长期未登录自动停用"],
  "account.left": ["accounts", "注销账号"],
  "password.changed": ["accounts", "修改密码"],
  "password.reset": ["accounts", "重置密码"],
  "phone.changed": ["accounts", "修改手机号"],
  "phone.viewed": ["accounts", "查看手机号"],
  "data.copied": ["exchange", "导出本人数据"],
  "token.created": ["accounts", "建立访问令牌"],
  "token.revoked": ["accounts", "撤销访问令牌"],
  "token.refused": ["access", "访问令牌被拒绝"],
  "invitation.created": ["accounts", "发出邀请"],
  "invitation.revoked": ["accounts", "撤销邀请"],
  "invitation.accepted": ["accounts", "接受邀请"],
  "invitation.refused": ["access", "邀请码无效"],
  "role.granted": ["rights", "授予角色"],
  "role.changed": ["rights", "修改角色的任期或称谓"],
  "role.ended": ["rights", "结束角色"],
  "role.expired": ["rights", "角色任期届满"],
  "duty.granted": ["rights", "授予运行职责"],
  "duty.ended": ["rights", "结束运行职责"],
  "unitAdmin.granted": ["rights", "任命单位管理员"],
  "unitAdmin.ended": ["rights", "免去单位管理员"],
  "approval.requested": ["rights", "提出授权申请"],
  "approval.approved": ["rights", "批准授权申请"],
  "approval.refused": ["rights", "不批准授权申请"],
  "approval.withdrawn": ["rights", "撤回授权申请"],
  "approval.expired": ["rights", "授权申请过期"],
  "access.denied": ["rights", "越权访问被拒绝"],
  "member.added": ["rights", "加入空间"],
  "member.ended": ["rights", "移出空间"],
  "organisation.created": ["content", "新建单位"],
  "organisation.changed": ["content", "修改单位"],
  "organisation.closed": ["content", "停用单位"],
  "organisation.reopened": ["content", "恢复单位"],
  "group.created": ["content", "新建工作组"],
  "group.changed": ["content", "修改工作组"],
  "group.memberChanged": ["rights", "工作组成员变动"],
  "expert.changed": ["content", "专家库变动"],
  "workspace.created": ["content", "新建空间"],
  "workspace.archived": ["content", "归档空间"],
  "workspace.restored": ["content", "恢复空间"],
  "workspace.partyAdded": ["rights", "空间加入单位"],
  "workspace.partyRemoved": ["rights", "空间移出单位"],
  "plan.created": ["content", "新建方案"],
  "version.saved": ["content", "留存版本"],
  "version.restored": ["content", "恢复版本"],
  "draft.breakGlass": ["rights", "紧急查阅草稿"],
  "import.previewed": ["exchange", "导入预览"],
  "import.committed": ["exchange", "确认导入"],
  "import.discarded": ["exchange", "放弃导入"],
  "import.credentialsDownloaded": ["exchange", "下载初始密码单"],
  "export.directory": ["exchange", "导出名录"],
  "audit.read": ["operations", "查阅审计日志"],
  "audit.exported": ["operations", "导出审计日志"],
  "audit.verified": ["operations", "校验审计日志"],
  "audit.damaged": ["operations", "审计日志校验不符"],
  "audit.sealed": ["operations", "审计日志归档"],
  "system.started": ["operations", "服务启动"],
  "system.stopped": ["operations", "服务停止"],
  "settings.changed": ["operations", "策略设置变动"],
} as const satisfies Record<string, readonly [AuditGroup, string]>;

/** What stands in place of a role where an entry was made in none. */
export const HAT_LABELS = { all: "全部身份", none: "未登录", system: "系统", setup: "首次设置" };

/** The exported log as a file. */
export const EXPORT_FILES = {
  csv: { type: "text/csv; charset=utf-8", plainName: "audit.csv", name: "审计日志.csv" },
  jsonl: { type: "application/x-ndjson; charset=utf-8", plainName: "audit.jsonl", name: "审计日志.jsonl" },
} as const;

export type AuditType = keyof typeof AUDIT_TYPES;

export type AuditDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** What a use case tells the log; time, person, role and address come from the context. */
export interface AuditEvent {
  readonly type: AuditType;
  readonly outcome?: AuditOutcome;
  /** What it was done to: a kind and an id; the person themself where absent. */
  readonly object?: { readonly kind: string; readonly id: string };
  readonly workspaceId?: string;
  /** Ids, names, counts. Never document text, passwords, codes, tokens or phone numbers. */
  readonly detail?: AuditDetail;
  /** Somebody not (yet) signed in: whom it concerns, where that is known. */
  readonly actor?: { readonly id: string | null; readonly name: string };
}
