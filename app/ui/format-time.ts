import type { Language } from "#app/i18n/language.ts";

/** All times are shown as on a clock in China, whatever the server's or the visitor's zone: both renderings must agree. */
const ZONE = "Asia/Shanghai";
const OFFSET_MS = 8 * 3600_000;
const DAY_MS = 24 * 3600_000;
/** Not asked of Intl: its abbreviations differ between releases ("Sep", "Sept"), and so between server and browser. */
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export interface Words {
  readonly language: Language;
  readonly yesterday: string;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  time: string;
}

function partsOf(at: number): Parts {
  // China has had one zone without daylight saving since 1991.
  const shifted = new Date(at + OFFSET_MS);
  const time = `${String(shifted.getUTCHours()).padStart(2, "0")}:${String(shifted.getUTCMinutes()).padStart(2, "0")}`;
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate(), time };
}

function dayNumber(at: number): number {
  return Math.floor((at + OFFSET_MS) / DAY_MS);
}

/** 2026年11月21日 or 21 Nov 2026; with the time of day where asked. */
export function formatDate(at: number, language: Language, withTime = false): string {
  const { year, month, day, time } = partsOf(at);
  if (language === "zh") return `${year}年${month}月${day}日${withTime ? ` ${time}` : ""}`;
  const date = `${day} ${MONTHS[month - 1] ?? ""} ${year}`;
  return withTime ? `${date}, ${time}` : date;
}

/** Today: 13:40. Yesterday: 昨天 16:20. This year: 11月18日. Else the whole date. */
export function formatMoment(at: number, now: number, words: Words): string {
  const { year, month, day, time } = partsOf(at);
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return time;
  if (days === 1) return words.language === "zh" ? `昨${time}` : `${words.yesterday} ${time}`;
  if (words.language === "zh" && year === partsOf(now).year) return `${month}月${day}日`;
  return formatDate(at, words.language);
}

/** Days from one moment to another by the calendar in China: 0 today, 1 tomorrow. */
export function daysUntil(at: number, now: number): number {
  return dayNumber(at) - dayNumber(now);
}

/** The date in full and the day of the week. */
export function formatToday(now: number, language: Language): string {
  const weekday = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { timeZone: ZONE, weekday: "long" }).format(now);
  return language === "zh" ? `${formatDate(now, language)}　${weekday}` : `${weekday}, ${formatDate(now, language)}`;
}
