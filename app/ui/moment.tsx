import { useTranslation } from "react-i18next";
import { formatDate, formatMoment, type Words } from "./format-time.ts";

/** A moment as people say it: today's time, yesterday's, else the date; the exact one on hover. */
export function Moment({ at, now }: { at: number; now: number }) {
  const words = useWords();
  return (
    <time dateTime={new Date(at).toISOString()} title={formatDate(at, words.language, true)}>
      {formatMoment(at, now, words)}
    </time>
  );
}

/** A date in full: 2026年11月21日, with the time of day where asked. */
export function Day({ at, withTime = false }: { at: number; withTime?: boolean }) {
  const { language } = useWords();
  return <time dateTime={new Date(at).toISOString()}>{formatDate(at, language, withTime)}</time>;
}

function useWords(): Words {
  const { t, i18n } = useTranslation();
  return { language: i18n.language === "en" ? "en" : "zh", yesterday: t("common.yesterday") };
}
