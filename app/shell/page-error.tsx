import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, Link, useLocation, useRouteError } from "react-router";
import styles from "./page-error.module.css";
import { PageFrame } from "./page-frame.tsx";

interface Refusal {
  /** Instead of the general title. */
  readonly title?: string;
  /** Why this page may not be read. */
  readonly why: string;
  /** Where the reader can go on. */
  readonly on: { readonly to: string; readonly label: string };
}

/** What a page knows about being refused or not found. */
interface Refusals {
  readonly forbidden?: Refusal;
  readonly notFound?: Refusal;
}

function knownOf({ forbidden, notFound }: Refusals, status: number): Refusal | undefined {
  return status === 403 ? forbidden : status === 404 ? notFound : undefined;
}

/** What went wrong, what still holds, one way on. Never a stack. A page that knows why it is refused says so itself. */
export function PageError(refusals: Refusals) {
  const { t } = useTranslation();
  const words = useErrorWords();
  const title = knownOf(refusals, words.status)?.title ?? words.title;
  return (
    <PageFrame title={title} crumbs={[{ label: t("shell.desk"), to: "/" }, { label: title }]}>
      <ErrorText {...refusals} />
    </PageFrame>
  );
}

export function ErrorText(refusals: Refusals) {
  const { t } = useTranslation();
  const { title, help, requestId, status } = useErrorWords();
  const known = knownOf(refusals, status);
  const location = useLocation();
  return (
    <div className={styles["error"]}>
      <span className={styles["halves"]} aria-hidden="true" />
      <div role={known === undefined ? undefined : "alert"}>
        <h1>{known?.title ?? title}</h1>
        <p>{known?.why ?? help}</p>
        {requestId !== undefined && (
          <p className="s q">
            {t("errors.requestId")} <span className="mono">{requestId}</span>
          </p>
        )}
        <p className="row">
          {known && (
            <Link className="btn btn-p" to={known.on.to}>
              {known.on.label}
            </Link>
          )}
          <Link className={known ? "btn" : "btn btn-p"} to="/">
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

function useErrorWords(): { title: string; help: string; requestId: string | undefined; status: number } {
  const { t } = useTranslation();
  const error = useRouteError();
  const { status, requestId } = factsOf(error);
  if (status === 404) return { title: t("errors.title.notFound"), help: t("errors.helpNotFound"), requestId: undefined, status };
  if (status === 403) return { title: t("errors.title.forbidden"), help: t("errors.helpForbidden"), requestId: undefined, status };
  if (status === 503) return { title: t("errors.title.storageUnavailable"), help: t("errors.helpStorage"), requestId, status };
  return { title: t("errors.title.internal"), help: t("errors.helpInternal"), requestId, status };
}

function factsOf(error: unknown): { status: number; requestId: string | undefined } {
  if (!isRouteErrorResponse(error)) return { status: 500, requestId: undefined };
  const body: unknown = error.data;
  const id = typeof body === "object" && body !== null && "requestId" in body ? body.requestId : undefined;
  return { status: error.status, requestId: typeof id === "string" ? id : undefined };
}
