/** Rows of the desk's lists. */
export const RECENT_ACTIVITIES = 8;
export const RECENT_PLANS = 6;
