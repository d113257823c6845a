/** Browser-safe: what plans, templates and states are called, and the limits of their forms. */
import type { DocumentKind, DocumentState, WorkspaceKind } from "#db/schema.ts";

export const DOCUMENT_KIND_LABELS: Record<DocumentKind, string> = {
  regionalPlan: "一地一案",
  annualPlan: "年度实施方案",
  achievementSubplan: "分项方案",
  schoolPlan: "一校一策",
};

export const DOCUMENT_STATE_LABELS: Record<DocumentState, string> = {
  draft: "草稿",
  inReview: "会审",
  approved: "已批准",
  published: "已发布",
  superseded: "已有新稿",
};

/** Keys of the shipped templates. */
export const TEMPLATE_KEYS = ["regional_plan_3y", "annual_plan", "achievement_subplan", "school_plan"] as const;
export type TemplateKey = (typeof TEMPLATE_KEYS)[number];

export const TEMPLATE_KINDS: Record<TemplateKey, DocumentKind> = {
  regional_plan_3y: "regionalPlan",
  annual_plan: "annualPlan",
  achievement_subplan: "achievementSubplan",
  school_plan: "schoolPlan",
};

/** Kinds that have a place in each kind of workspace, in the order they are offered. */
export const KINDS_IN_WORKSPACE: Record<WorkspaceKind, readonly DocumentKind[]> = {
  pair: ["regionalPlan", "annualPlan", "achievementSubplan", "schoolPlan"],
  alliance: ["schoolPlan"],
};

export const TITLE_MAX = 80;
export const VERSION_NAME_MAX = 40;
export const VERSION_NOTE_MAX = 500;
