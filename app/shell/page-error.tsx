import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, Link, useLocation, useRouteError } from "react-router";
import styles from "./page-error.module.css";
import { PageFrame } from "./page-frame.tsx";

/** What went wrong, what still holds, one way on. Never a stack. */
export function PageError() {
  const { t } = useTranslation();
  const { title } = useErrorWords();
  return (
    <PageFrame title={title} crumbs={[{ label: t("shell.desk"), to: "/" }, { label: title }]}>
      <ErrorText />
    </PageFrame>
  );
}

export function ErrorText() {
  const { t } = useTranslation();
  const { title, help, requestId } = useErrorWords();
  const location = useLocation();
  return (
    <div className={styles["error"]}>
      <span className={styles["halves"]} aria-hidden="true" />
      <div>
        <h1>{title}</h1>
        <p>{help}</p>
        {requestId !== undefined && (
          <p className="s q">
            {t("errors.requestId")} <span className="mono">{requestId}</span>
          </p>
        )}
        <p className="row">
          <Link className="btn btn-p" to="/">
            {t("errors.toDesk")}
          </Link>
          <Link className="btn" to={location} reloadDocument>
            {t("errors.reload")}
          </Link>
        </p>
      </div>
    </div>
  );
}

function useErrorWords(): { title: string; help: string; requestId: string | undefined } {
  const { t } = useTranslation();
  const error = useRouteError();
  const { status, requestId } = factsOf(error);
  if (status === 404) return { title: t("errors.title.notFound"), help: t("errors.helpNotFound"), requestId: undefined };
  if (status === 403) return { title: t("errors.title.forbidden"), help: t("errors.helpForbidden"), requestId: undefined };
  if (status === 503) return { title: t("errors.title.storageUnavailable"), help: t("errors.text.storageUnavailable"), requestId };
  return { title: t("errors.title.internal"), help: t("errors.helpInternal"), requestId };
}

function factsOf(error: unknown): { status: number; requestId: string | undefined } {
  if (!isRouteErrorResponse(error)) return { status: 500, requestId: undefined };
  const body: unknown = error.data;
  const id = typeof body === "object" && body !== null && "requestId" in body ? body.requestId : undefined;
  return { status: error.status, requestId: typeof id === "string" ? id : undefined };
}
