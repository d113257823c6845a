/** Workspaces whose activity the desk shows. */
export const RECENT_WORKSPACES = 6;
export const RECENT_ACTIVITIES = 8;
export const RECENT_PLANS = 6;
