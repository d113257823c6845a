import { z } from "zod";

/** What the page of a batch shows, from its address. */
export const batchFilter = z.object({
  state: z.enum(["new", "changed", "unchanged", "faulty"]).optional(),
  column: z.string().max(60).optional(),
  page: z.coerce.number().int().min(1).max(100_000).optional(),
});

/** A file's format, from an address; a workbook where nothing is asked. */
export const fileFormat = z.enum(["csv", "xlsx"], "只有 csv 与 xlsx 两种格式").catch("xlsx");
