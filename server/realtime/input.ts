import { z } from "zod";

/** Ids as ids.next() makes them; nothing else reaches a query. */
const id = z.string().regex(/^[a-z0-9]{8,40}$/);

export const joinInput = z.object({ workspaceId: id, documentId: id.nullable(), watch: z.boolean().default(false) });
export const leaveInput = z.object({ workspaceId: id });
