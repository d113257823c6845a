import type { SentInvitation } from "#server/administration/invitations.ts";

/** The code in an action's answer, if there is one. */
export function sentOf(answer: unknown): SentInvitation | undefined {
  const has = typeof answer === "object" && answer !== null && "sent" in answer;
  // Only the actions that invite answer with `sent`.
  return has ? (answer.sent as SentInvitation) : undefined;
}
