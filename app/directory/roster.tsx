import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { GroupView } from "#server/directory/queries.ts";
import { Day } from "#app/ui/moment.tsx";
import { Who } from "#app/ui/side-badge.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./roster.module.css";

export type RosterRow = GroupView["current"][number];

interface Props {
  readonly rows: readonly RosterRow[];
  readonly onAct: ((what: "change" | "end", row: RosterRow) => void) | undefined;
}

/** Post, person with the roles of today, unit and term. */
export function Roster({ rows, onAct }: Props) {
  const { t } = useTranslation();
  const text = useOrganisationsText();
  return (
    <table className={`list fold ${styles["roster"] ?? ""}`}>
      <thead>
        <tr>
          <th scope="col">{text.memberPerson}</th>
          <th scope="col">{text.memberPost}</th>
          <th scope="col">{text.memberUnit}</th>
          <th scope="col">{text.memberRoles}</th>
          <th scope="col">{text.memberTerm}</th>
          {onAct && (
            <th scope="col">
              <span className="vh">{text.action}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.personId} ${row.validFrom}`}>
            <th scope="row">
              <Who side="guide" mark={row.mark} name={row.name} />
            </th>
            <td>
              {text.posts[row.post]}
              {row.title !== "" && <span className={styles["title"]}>{row.title}</span>}
            </td>
            <td>
              <Link to={`/organisations/${row.organisationId}`}>{row.unit}</Link>
            </td>
            <td className="s q">{[...new Set(row.roles.map(({ role }) => t(`terms.role.${role}`)))].join("、")}</td>
            <td className="s num q">
              <Day at={row.validFrom} />—{row.validTo === null ? text.memberOngoing : <Day at={row.validTo - 1} />}
            </td>
            {onAct && (
              <td className={`act ${styles["act"] ?? ""}`}>
                <button type="button" className="btn btn-s btn-t" onClick={() => onAct("change", row)}>
                  {text.member.change}
                  <span className="vh">{row.name}</span>
                </button>
                <button type="button" className="btn btn-s btn-t" onClick={() => onAct("end", row)}>
                  {text.member.end}
                  <span className="vh">{row.name}</span>
                </button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
