import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PresentPerson } from "#server/realtime/contract.ts";
import { Who } from "#app/ui/side-badge.tsx";
import styles from "./lists.module.css";
import { useArrival } from "./use-arrival.ts";

/** What is needed of a document to say where a person is. */
export interface NamedDocument {
  readonly id: string;
  readonly title: string;
}

interface Props {
  readonly workspaceId: string;
  readonly people: readonly PresentPerson[] | null;
  readonly documents: readonly NamedDocument[];
}

/** Who is here now and where; arrivals are read out politely. */
export function PresentList({ workspaceId, people, documents }: Props) {
  const { t } = useTranslation();
  const arrived = useArrival(people);
  return (
    <>
      <p className="vh" aria-live="polite">
        {arrived !== null && t("workspaces.arrived", { name: arrived })}
      </p>
      {people === null && <p className="empty">{t("workspaces.herePending")}</p>}
      {people?.length === 0 && <p className="empty">{t("workspaces.hereEmpty")}</p>}
      {people !== null && people.length > 0 && (
        <>
          <ul className={styles["rows"]} data-present={people.length}>
            {people.map((person) => (
              <li key={person.personId}>
                <Who side={person.side} mark={person.mark} name={person.name} />
                <span className="q s">
                  <Where workspaceId={workspaceId} documentId={person.documentId} documents={documents} />
                </span>
              </li>
            ))}
          </ul>
          <p className={`s q ${styles["foot"] ?? ""}`}>{t("workspaces.hereNote")}</p>
        </>
      )}
    </>
  );
}

function Where({
  workspaceId,
  documentId,
  documents,
}: {
  workspaceId: string;
  documentId: string | null;
  documents: readonly NamedDocument[];
}) {
  const { t } = useTranslation();
  if (documentId === null) return t("workspaces.hereOverview");
  const document = documents.find(({ id }) => id === documentId);
  if (!document) return t("workspaces.hereDocument");
  return (
    <Link className={styles["where"]} to={`/workspaces/${workspaceId}/plans/${documentId}`}>
      {document.title}
    </Link>
  );
}
