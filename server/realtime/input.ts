import { z } from "zod";

/** Ids as ids.next() makes them; nothing else reaches a query. */
const id = z.string().regex(/^[a-z0-9]{8,40}$/);

const instant = z.number().int().nonnegative();

export const handshakeAuth = z.object({ since: instant.optional() }).catch({});
export const joinInput = z.object({
  workspaceId: id,
  documentId: id.nullable(),
  watch: z.boolean().default(false),
  since: instant.optional(),
});
export const leaveInput = z.object({ workspaceId: id });
