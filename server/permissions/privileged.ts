import type { OfficeFacts } from "#db/offices.ts";

/** Operators and province administrators: a second factor at sign-in, a shorter idle time (MLPS M3, M5). */
export function isPrivileged({ duty, roles }: Pick<OfficeFacts, "duty" | "roles">): boolean {
  return duty !== null || roles.some(({ role }) => role === "provinceAdmin");
}
