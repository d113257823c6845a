/** Drafts opened by the province for an hour. */
export const drafts = {
  open: "紧急查阅草稿",
  banner: "{{name}}正在紧急查阅本空间的草稿，只读，{{time}}自动结束。事由：{{reason}}",
  mine: "您正在紧急查阅本空间的草稿，只读，{{time}}自动结束。事由：{{reason}}",
  close: "提前结束",
  title: "紧急查阅草稿",
  text: "省级管理平时只看已提交或发布的版本。确有必要时，可以打开“{{title}}”的草稿一小时，只能阅读。事由和时间会写入空间动态和审计日志，并通知各方负责人。",
  reason: "事由",
  reasonHint: "例：核实某校反映的实施困难。各方都能看到。",
  submit: "打开一小时",
};
