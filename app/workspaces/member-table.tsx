import { useTranslation } from "react-i18next";
import type { MemberView } from "#server/workspaces/queries.ts";
import { Day } from "#app/ui/moment.tsx";
import { Who } from "#app/ui/side-badge.tsx";
import styles from "./members.module.css";

interface Props {
  readonly members: readonly MemberView[];
  readonly here: ReadonlySet<string>;
  readonly onEnd: ((member: MemberView) => void) | undefined;
}

export function MemberTable({ members, here, onEnd }: Props) {
  const { t } = useTranslation();
  return (
    <table className={`list fold ${styles["table"] ?? ""} ${onEnd ? (styles["managed"] ?? "") : ""}`}>
      <thead>
        <tr>
          <th scope="col">{t("workspaces.memberColumn.name")}</th>
          <th scope="col">{t("workspaces.memberColumn.unit")}</th>
          <th scope="col">{t("workspaces.memberColumn.role")}</th>
          <th scope="col">{t("workspaces.memberColumn.since")}</th>
          <th scope="col">{t("workspaces.memberColumn.presence")}</th>
          {onEnd && (
            <th scope="col">
              <span className="vh">{t("workspaces.memberColumn.action")}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.personId}>
            <th scope="row">
              <Who side={member.side} mark={member.mark} name={member.name} off={!here.has(member.personId)} />
            </th>
            <td>{member.unit}</td>
            <td>
              {t(`terms.role.${member.role}`)}
              {member.title !== "" && !t(`terms.role.${member.role}`).includes(member.title) && (
                <span className={styles["title"]}>{member.title}</span>
              )}
            </td>
            <td className="q nw">
              <Day at={member.since} />
            </td>
            <td className="s nw">{here.has(member.personId) ? t("workspaces.isPresent") : <span className="qq">—</span>}</td>
            {onEnd && (
              <td className={`act ${styles["act"] ?? ""}`}>
                <button
                  type="button"
                  className="btn btn-s btn-t"
                  aria-label={t("workspaces.endOf", { name: member.name })}
                  onClick={() => onEnd(member)}
                >
                  {t("workspaces.end")}
                </button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
