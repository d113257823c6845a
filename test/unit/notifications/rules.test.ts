import { describe, expect, it } from "vitest";
import { deliveryOf, dueAt } from "#server/notifications/rules.ts";

/** A moment on the clock in China. */
const china = (text: string) => Date.parse(`${text}+08:00`);

describe("when a notification is shown", () => {
  it("a live one at once, one that is off never", () => {
    expect(dueAt("live", 1234)).toBe(1234);
    expect(dueAt("off", 1234)).toBeNull();
  });

  it.each([
    ["in the night", "2026-11-24T03:00:00", "2026-11-24T08:00:00"],
    ["a moment before eight", "2026-11-24T07:59:59.999", "2026-11-24T08:00:00"],
    ["at eight", "2026-11-24T08:00:00", "2026-11-25T08:00:00"],
    ["in the afternoon", "2026-11-24T15:30:00", "2026-11-25T08:00:00"],
    ["on the last day of a month", "2026-11-30T09:00:00", "2026-12-01T08:00:00"],
    ["on the last day of a year", "2026-12-31T23:59:00", "2027-01-01T08:00:00"],
    ["before a leap day", "2028-02-28T12:00:00", "2028-02-29T08:00:00"],
    ["on a leap day", "2028-02-29T12:00:00", "2028-03-01T08:00:00"],
  ])("a daily one that is made %s comes with the next eight o'clock", (_when, made, due) => {
    expect(dueAt("daily", china(made))).toBe(china(due));
  });

  it.each([
    ["on a Tuesday", "2026-11-24T15:30:00", "2026-11-30T08:00:00"],
    ["on a Sunday evening", "2026-11-29T23:00:00", "2026-11-30T08:00:00"],
    ["early on a Monday", "2026-11-30T07:59:00", "2026-11-30T08:00:00"],
    ["at eight on a Monday", "2026-11-30T08:00:00", "2026-12-07T08:00:00"],
    ["on a Monday that is still Sunday in UTC", "2026-11-30T00:30:00", "2026-11-30T08:00:00"],
    ["in the last week of a year", "2026-12-30T10:00:00", "2027-01-04T08:00:00"],
  ])("a weekly one that is made %s comes on Monday at eight", (_when, made, due) => {
    const at = dueAt("weekly", china(made));
    expect(at).toBe(china(due));
    expect(new Date((at ?? 0) + 8 * 3_600_000).getUTCDay()).toBe(1);
  });

  it("what nobody chose is live, and security is live whatever is stored", () => {
    expect(deliveryOf("plans", undefined)).toBe("live");
    expect(deliveryOf("plans", "weekly")).toBe("weekly");
    for (const stored of ["daily", "weekly", "off"] as const) expect(deliveryOf("security", stored)).toBe("live");
  });
});
