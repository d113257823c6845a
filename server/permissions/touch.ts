/** How an account stands to the administrator who would change it. */
export interface TouchStanding {
  /** It is the administrator's own. */
  readonly oneself: boolean;
  readonly left: boolean;
  /** Its home unit lies in the administrator's reach. */
  readonly home: boolean;
  /** It holds an office or a role outside that reach, those of a day to come included. */
  readonly outside: boolean;
  /** It administers one of the very units by which the administrator acts, and the administrator reaches none above that unit. */
  readonly peer: boolean;
}

export type TouchRefusal = "oneself" | "left" | "elsewhere" | "offices" | "peer";

/**
 * Why an administrator may not change an account, or null: one rule for what is done by hand and for what a file does. Whoever takes over
 * an account takes over all its offices: none may lie outside the reach, none beside the own.
 */
export function refusalToTouch({ oneself, left, home, outside, peer }: TouchStanding): TouchRefusal | null {
  if (oneself) return "oneself";
  if (left) return "left";
  if (!home) return "elsewhere";
  if (outside) return "offices";
  return peer ? "peer" : null;
}
