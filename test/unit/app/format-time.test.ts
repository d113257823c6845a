import { expect, test } from "vitest";
import { formatDate, formatMoment, formatToday } from "#app/ui/format-time.ts";

const at = (text: string) => Date.parse(text);
const zh = { language: "zh", yesterday: "昨天" } as const;
const en = { language: "en", yesterday: "Yesterday" } as const;

test("dates are written as on a Chinese calendar, whatever the machine's zone", () => {
  expect(formatDate(at("2026-11-21T16:30:00Z"), "zh")).toBe("2026年11月22日");
  expect(formatDate(at("2026-11-21T15:59:00Z"), "zh", true)).toBe("2026年11月21日 23:59");
  expect(formatDate(at("2026-11-21T16:30:00Z"), "en")).toBe("22 Nov 2026");
  expect(formatDate(at("2026-09-01T03:05:00Z"), "en", true)).toBe("1 Sep 2026, 11:05");
});

test("a moment is a time today, yesterday's time, a date this year, else the whole date", () => {
  const now = at("2026-11-24T06:00:00Z");
  expect(formatMoment(at("2026-11-24T05:40:00Z"), now, zh)).toBe("13:40");
  expect(formatMoment(at("2026-11-23T08:20:00Z"), now, zh)).toBe("昨16:20");
  expect(formatMoment(at("2026-11-23T08:20:00Z"), now, en)).toBe("Yesterday 16:20");
  expect(formatMoment(at("2026-11-18T01:00:00Z"), now, zh)).toBe("11月18日");
  expect(formatMoment(at("2024-12-03T01:00:00Z"), now, zh)).toBe("2024年12月3日");
});

test("the desk names the day of the week", () => {
  expect(formatToday(at("2026-11-24T06:00:00Z"), "zh")).toBe("2026年11月24日　星期二");
});
