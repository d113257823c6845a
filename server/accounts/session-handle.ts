import { createHash } from "node:crypto";
import type { SessionHash } from "#db/schema.ts";

/** How a page names a session: from it neither the token nor its stored hash can be found. */
export function sessionHandle(id: SessionHash): string {
  return createHash("sha256").update(`session-handle ${id}`).digest("hex").slice(0, 24);
}
