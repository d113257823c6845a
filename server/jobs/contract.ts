import type { App } from "#server/core/context.ts";

/** Work that is due by the clock. What was missed while the process was down runs once at the next start. */
export interface Job {
  /** Stable: the last run is remembered under it. */
  readonly name: string;
  /** Ms between two runs, or a time of day in China (UTC+8), "HH:MM". */
  readonly due: { readonly every: number } | { readonly dailyAt: string };
  /** A failure is reported and the job runs again at its next time. */
  run(app: App): Promise<void>;
}

/** What the status page says of a job. Times in ms since 1970. */
export interface JobState {
  readonly name: string;
  readonly due: Job["due"];
  readonly running: boolean;
  /** The last run that ended; null before the first. */
  readonly last: { readonly began: number; readonly ended: number | null; readonly failure: string | null } | null;
  readonly next: number | null;
}

/** Chinese names of jobs; one without is shown by its own. */
export const JOB_LABELS: Readonly<Record<string, string>> = {
  "accounts.unused": "停用长期未登录的账号",
  "audit.verify": "校验审计日志",
  "audit.archive": "归档到期的审计日志",
  "administration.roles": "结束任期届满的角色",
  "administration.approvals": "关闭过期的授权申请",
  "imports.settle": "收尾中断的导入",
  "imports.expire": "清理过期的导入",
  "notifications.digests": "送达到期的通知汇总",
  "notifications.retention": "清除半年前已读的通知",
};
