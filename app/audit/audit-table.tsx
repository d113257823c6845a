import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { AuditDetail } from "#server/audit/contract.ts";
import type { AuditView } from "#server/audit/queries.ts";
import { Day } from "#app/ui/moment.tsx";
import { nameObject } from "./name-object.ts";
import { useAuditText, useHatLabel } from "./use-audit-text.ts";
import styles from "./audit.module.css";

/** Entries, newest first; each opens to everything it holds. */
export function AuditTable({ entries }: { entries: readonly AuditView[] }) {
  const text = useAuditText();
  const { column } = text;
  return (
    <table className={`list flow ${styles["table"] ?? ""} ${styles["entries"] ?? ""}`}>
      <thead>
        <tr>
          <th scope="col">{column.at}</th>
          <th scope="col">{column.actor}</th>
          <th scope="col">{column.event}</th>
          <th scope="col">{column.object}</th>
          <th scope="col">{column.outcome}</th>
          <th scope="col">{column.address}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ entry }: { entry: AuditView }) {
  const text = useAuditText();
  const hatLabel = useHatLabel();
  const { object } = entry;
  const which = nameObject(object, text);
  return (
    <tr data-failed={entry.outcome === "failure" ? "" : undefined}>
      <th scope="row" className="num">
        <Day at={entry.at} withTime />
      </th>
      <td>
        {entry.actor}
        {entry.hat !== "system" && entry.hat !== "none" && <span className={styles["under"]}>{hatLabel(entry.hat)}</span>}
      </td>
      <td>
        <details className={styles["more"]}>
          <summary>{text.types[entry.type] ?? entry.type}</summary>
          <Everything entry={entry} />
        </details>
      </td>
      <td>
        {text.kind[object.kind] ?? object.kind}
        {which !== null && <span className={styles["under"]}>{which}</span>}
      </td>
      <td className="nw">{entry.outcome === "success" ? text.success : text.failure}</td>
      <td className="num">{entry.address === "system" ? text.system : entry.address}</td>
    </tr>
  );
}

const CHINA = 8 * 3_600_000;

/** To the millisecond, with its zone: what the entry holds. */
function exactTime(at: number): string {
  return `${new Date(at + CHINA).toISOString().slice(0, -1).replace("T", " ")} +08:00`;
}

function Everything({ entry }: { entry: AuditView }) {
  const text = useAuditText();
  const { t } = useTranslation();
  const show = (value: AuditDetail[string] | undefined): string => {
    if (typeof value === "boolean") return value ? text.yes : text.no;
    if (typeof value === "object" && value !== null) return value.join(t("common.comma"));
    return String(value ?? "—");
  };
  const facts: [string, string][] = [
    ...Object.entries(entry.detail).map(([key, value]): [string, string] => [text.key[key] ?? key, show(value)]),
    [text.exact, exactTime(entry.at)],
    [text.number, String(entry.id)],
    [text.object, entry.object.id],
    ...(entry.workspaceId === null ? [] : [[text.inWorkspace, entry.workspaceId] satisfies [string, string]]),
    [text.hash, entry.hash],
  ];
  return (
    <dl>
      {facts.map(([key, value]) => (
        <Fragment key={key}>
          <dt>{key}</dt>
          <dd className="num">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
