/** One's own data: a copy of it, and leaving. */
export const leaving = {
  title: "My data",
  copyTitle: "A copy of my data",
  copyText:
    "One zip file with your account, roles, sign-ins, notification settings, the log that concerns you, the plans you began, the versions you saved and what you did. The download is recorded in the audit log.",
  password: "Current password",
  copySubmit: "Download the copy",
  copyReady: "The download has started.",
  leaveTitle: "Delete my account",
  leaveText:
    "This cannot be undone: login name, name, phone number, password and sign-ins are erased at once, all roles and memberships end.",
  leaveKept:
    "What you wrote stays in its workspaces, signed “已注销用户” (a person who left). The audit log keeps the name of that time for as long as the law demands.",
  leaveCopyFirst: "Download a copy first if you need one.",
  blocked: "You cannot leave yet. Please hand over first:",
  side: "You are the only person in charge of the side {{side}} of “{{title}}”",
  sideAct: "Add another person in charge",
  duty: "You are the only {{duty}}",
  dutyAct: "Request another {{duty}}",
  unit: "You are the only administrator of {{name}}",
  unitAct: "Appoint another administrator",
  dutyName: { system: "system administrator", security: "security administrator", audit: "auditor" },
  open: "Delete my account",
  confirmText: "Enter your login name “{{login}}” and your password. The account is deleted at once and cannot be restored.",
  login: "Login name",
  submit: "Delete",
};
