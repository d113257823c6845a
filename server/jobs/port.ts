import type { JobState } from "./contract.ts";

/** What runs by the clock, as use cases see it. start() sets it. */
export interface JobBoard {
  state(): JobState[];
}
