import { z } from "zod";
import { NOTIFICATION_TOPICS } from "./contract.ts";

/** Ids of the list, or all that is shown. */
export const markReadInput = z.union([z.object({ all: z.literal(true) }), z.object({ ids: z.array(z.int().positive()).min(1).max(200) })]);
export type MarkReadInput = z.input<typeof markReadInput>;

const DELIVERIES = ["live", "daily", "weekly", "off"] as const;

/** One choice a topic; a topic that is left out stays as it is. */
export const settingsInput = z.partialRecord(z.enum(NOTIFICATION_TOPICS), z.enum(DELIVERIES, "请选择通知方式"));
export type SettingsInput = z.input<typeof settingsInput>;

export const notificationFilter = z.object({
  unread: z.enum(["1", "0"]).optional(),
  before: z.string().max(40).optional(),
});
