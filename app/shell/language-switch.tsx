import { useTranslation } from "react-i18next";
import { Form, useLocation } from "react-router";

/** Loads the page anew in the other language: only one catalogue is ever in the browser. */
export function LanguageSwitch({ className }: { className: string }) {
  const { t, i18n } = useTranslation();
  const location = useLocation();
  const other = i18n.language === "zh" ? "en" : "zh";
  return (
    <Form method="post" action="/preferences" reloadDocument>
      <input type="hidden" name="language" value={other} />
      <input type="hidden" name="next" value={`${location.pathname}${location.search}`} />
      <button type="submit" className={className} lang={other === "en" ? "en" : "zh-CN"}>
        {t("shell.switchTo")}
      </button>
    </Form>
  );
}
