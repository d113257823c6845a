import { z } from "zod";
import { GROUP_FEW, GROUP_PAGE, SEARCH_GROUPS } from "./contract.ts";
import { QUERY_MAX } from "./expression.ts";

/** Of a page's address or an API query. What stands behind the first characters does not count, so a long paste is no mistake. */
export const searchInput = z.object({
  q: z
    .string()
    .default("")
    .transform((text) => Array.from(text.trim()).slice(0, QUERY_MAX).join(""))
    .meta({ description: "一个字起；也可用拼音首字母" }),
  kind: z.enum(SEARCH_GROUPS, "没有这一类").optional().meta({ description: "只找一类" }),
  limit: z.coerce.number("数量应为数字").int("数量应为整数").min(1, "至少一条").max(GROUP_PAGE, "每类最多五十条").default(GROUP_FEW),
});
export type SearchInput = z.output<typeof searchInput>;
