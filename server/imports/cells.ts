/** What a cell says, whatever the spreadsheet did to it. Pure. */
import { reviveCell } from "#server/core/csv.ts";

const INVISIBLE = /\p{Cf}/gu;
const SPACES = /[\p{Cc}\p{Z}]+/gu;
const HAN = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;

/** Full-width digits and letters made narrow, spaces of every width one, line breaks inside Chinese gone; official brackets stay. */
export function tidy(text: string): string {
  return narrow(reviveCell(text.trimStart()))
    .replace(INVISIBLE, "")
    .replace(SPACES, (run, at: number, whole: string) => (isBreakInChinese(run, at, whole) ? "" : " "))
    .trim();
}

function isBreakInChinese(run: string, at: number, whole: string): boolean {
  return /[\r\n]/.test(run) && HAN.test(whole[at - 1] ?? "") && HAN.test(whole[at + run.length] ?? "");
}

function narrow(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}

/** What names are compared by: brackets of either width, case and spaces do not matter. */
export function nameKey(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();
}

/** A number a spreadsheet wrote as 1.38E+10: its digits where all are there, null where some are gone, undefined for any other text. */
export function fromScientific(text: string): string | null | undefined {
  const match = /^(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [, first = "", rest = "", power = "0"] = match;
  const exponent = Number(power);
  return rest.length >= exponent ? first + rest.slice(0, exponent) : null;
}

/** A code or phone number: no spaces, hyphens or the ".0" of a number. */
export function bareCode(text: string): string {
  return text.replace(/\s+/g, "").replace(/^(\d+)\.0+$/, "$1");
}

export const DAY_MS = 86_400_000;
/** Day 0 of a spreadsheet's calendar, with its leap day of 1900 that never was. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30);
const FIRST_YEAR = 1949;
const LAST_YEAR = 2100;

/** YYYY-MM-DD of what people and spreadsheets write as a day, or undefined. A month alone is its first day. */
export function readDay(text: string): string | undefined {
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?(?:[ T]\d{1,2}:\d{2}.*)?$/.exec(text);
  if (parts) return day(Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 1));
  if (/^\d{8}$/.test(text)) return day(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
  if (/^\d{5}(\.\d+)?$/.test(text)) return isoDay(new Date(SERIAL_ZERO + Math.floor(Number(text)) * DAY_MS));
  return undefined;
}

/** YYYY, YYYY-MM or YYYY-MM-DD, as exact as it was written, or undefined. */
export function readPeriod(text: string): string | undefined {
  if (/^\d{4}年?$/.test(text)) return inRange(Number(text.slice(0, 4))) ? text.slice(0, 4) : undefined;
  const month = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/.exec(text);
  if (month) return day(Number(month[1]), Number(month[2]), 1)?.slice(0, 7);
  return readDay(text);
}

export function isoDay(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) || !inRange(date.getUTCFullYear()) ? undefined : date.toISOString().slice(0, 10);
}

function day(year: number, month: number, date: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, date));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? isoDay(at) : undefined;
}

function inRange(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** Start of a day in China (UTC+8), ms. */
export function startOfDay(isoDate: string): number {
  return Date.parse(`${isoDate}T00:00:00+08:00`);
}

/** The day in China of a moment. */
export function dayOf(at: number): string {
  return new Date(at + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** 138****0000. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

export function isMaskedPhone(text: string): boolean {
  return /^1\d{2}\*{4}\d{4}$/.test(text);
}
