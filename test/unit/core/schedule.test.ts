import { describe, expect, test } from "vitest";
import { nextDue } from "#server/jobs/schedule.ts";

/** A moment in China. */
const at = (text: string) => Date.parse(`${text}+08:00`);

describe("when a job is due", () => {
  test.each([
    ["2026-11-22T03:09:59", "2026-11-22T03:10:00"],
    ["2026-11-22T03:10:00", "2026-11-23T03:10:00"],
    ["2026-11-22T23:59:00", "2026-11-23T03:10:00"],
    ["2026-11-22T00:00:00", "2026-11-22T03:10:00"],
  ])("daily at 03:10 in China: after %s comes %s", (last, next) => {
    expect(nextDue({ dailyAt: "03:10" }, at(last))).toBe(at(next));
  });

  test("by an interval: that long after the last run began", () => {
    expect(nextDue({ every: 500 }, 1_000)).toBe(1_500);
  });
});
