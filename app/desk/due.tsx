import { useTranslation } from "react-i18next";
import { fill } from "#app/i18n/fill.ts";
import { daysUntil, formatDate, formatMoment } from "#app/ui/format-time.ts";
import { useDeskText } from "./use-desk-text.ts";

/** From this many days on it is near. */
const SOON = 2;

/** Deadline chip: the date, then what is left. */
export function Due({ at, now }: { at: number; now: number }) {
  const text = useDeskText();
  const { t, i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "zh";
  const days = daysUntil(at, now);
  const date = days === 0 ? text.dueToday : formatMoment(at, now, { language, yesterday: t("common.yesterday") });
  return (
    <time className={days <= SOON ? "due soon" : "due"} dateTime={new Date(at).toISOString()} title={formatDate(at, language, true)}>
      <b>{date}</b>
      <i>{days === 0 ? text.lastDay : fill(text.daysLeft, { count: days })}</i>
    </time>
  );
}
