import type { Side } from "#db/schema.ts";

/** Whose reading lights the third lamp: the side across the seam; nobody's where there is none. */
export function otherSide(side: Side): Side | null {
  if (side === "holder") return "applicant";
  return side === "applicant" ? "holder" : null;
}
