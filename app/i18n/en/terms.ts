export const terms = {
  role: {
    provinceAdmin: "Province admin",
    researchOfficer: "Teaching-research officer",
    holderHost: "Holder studio host",
    holderExpert: "Holder lecturer",
    regionOfficer: "Region officer",
    schoolTeacher: "Seed teacher",
    allianceLead: "Alliance lead",
    allianceTeacher: "Alliance teacher",
  },
  /** One character in the badge of a role. */
  roleMark: {
    provinceAdmin: "P",
    researchOfficer: "R",
    holderHost: "H",
    holderExpert: "L",
    regionOfficer: "O",
    schoolTeacher: "T",
    allianceLead: "A",
    allianceTeacher: "A",
  },
  side: { holder: "Achievement holder", applicant: "Applicant", alliance: "Alliance", guide: "Guidance" },
  sideShort: { holder: "H", applicant: "A", alliance: "L", guide: "G" },
  kind: { pair: "Holder and applicant", alliance: "Subject research alliance" },
  documentKind: { regionalPlan: "Regional plan", annualPlan: "Annual plan", achievementSubplan: "Sub-plan", schoolPlan: "School plan" },
  state: { draft: "Draft", inReview: "In review", approved: "Approved", published: "Published", superseded: "Superseded" },
  level: { special: "Special prize", first: "First prize", second: "Second prize", unstated: "Prize level not stated" },
  /** A plan named in a sentence. */
  planTitle: "“{{title}}”",
  activity: {
    workspace: {
      opened: "opened this workspace",
      archived: "archived this workspace: {{reason}}",
      restored: "restored this workspace: {{reason}}",
    },
    party: { added: "added the unit {{name}}", removed: "removed the unit {{name}}" },
    member: { added: "added {{name}} as {{role}}", joined: "joined by invitation as {{role}}", ended: "ended the membership of {{name}}" },
    drafts: { opened: "opened the drafts for an hour: {{reason}}", closed: "closed the opened drafts early" },
    plan: { created: "created {{title}}", edited: "edited {{title}}" },
    version: { saved: "saved version {{number}} “{{name}}” of {{title}}", restored: "restored {{title}} to version {{number}} “{{name}}”" },
    other: "made a change",
  },
};
