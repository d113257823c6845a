/** Drafts opened by the province for an hour. */
export const drafts = {
  open: "Open the drafts",
  banner: "{{name}} is reading the drafts of this workspace under the exception rule, without writing, until {{time}}. Reason: {{reason}}",
  mine: "You are reading the drafts of this workspace under the exception rule, without writing, until {{time}}. Reason: {{reason}}",
  close: "Close them now",
  title: "Open the drafts",
  text: "The province reads submitted and published versions only. Where it is really needed you may open the drafts of “{{title}}” for an hour, for reading only. The reason and the time are entered in the workspace's activity and in the audit log, and the managers of all sides are told.",
  reason: "Reason",
  reasonHint: "For example: to check difficulties that a school has reported. All sides see it.",
  submit: "Open for an hour",
};
