import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import type { LinkState } from "#app/realtime/client.ts";

/** Says when the page may have fallen behind; nothing while all is well. */
export function LinkNote({ link }: { link: LinkState }) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  return (
    <div role="status" className="no-print">
      {link === "offline" && <p className="note warn">{t("shell.offline")}</p>}
      {link === "signedOut" && (
        <p className="note warn">
          <span>{t("shell.sessionEnded")}</span>
          <Link className="push" to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} reloadDocument>
            {t("shell.signInAgain")}
          </Link>
        </p>
      )}
    </div>
  );
}
