/** Browser-safe: steps of sign-in, tokens, and who has left. */
import type { SessionStage } from "#db/schema-access.ts";

/** The page of each step of sign-in. */
export const STEP_PAGES: Record<SessionStage, string> = {
  secondFactor: "/sign-in/verify",
  enrol: "/sign-in/enrol",
  changePassword: "/sign-in/password",
  full: "/",
};

/** Scopes of a personal access token: each cuts the person's own rights down. */
export const TOKEN_SCOPES = ["read", "write"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];
export const TOKEN_SCOPE_LABELS: Record<TokenScope, string> = { read: "读取", write: "读取与写入" };

/** Valid tokens of one person at most. */
export const TOKENS_MAX = 20;
export const TOKEN_NAME_MAX = 40;

/** Shown in place of the name of somebody who left. */
export const LEFT_NAME = "已注销用户";
