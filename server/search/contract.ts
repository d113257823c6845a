/** Browser-safe: what can be found, in the order it is shown. */
export const SEARCH_GROUPS = ["workspace", "document", "organisation", "person"] as const;
export type SearchGroupName = (typeof SEARCH_GROUPS)[number];

/** Hits of a group are counted up to here. */
export const COUNT_MAX = 500;
/** Hits of a group on the page of one group, and among others. */
export const GROUP_PAGE = 50;
export const GROUP_FEW = 8;
/** Hits of a group in the palette. */
export const SUGGEST_FEW = 5;
