import { useTranslation } from "react-i18next";
import type { Hat } from "#db/account-hats.ts";
import { fill } from "#app/i18n/fill.ts";
import { formatDate } from "#app/ui/format-time.ts";
import styles from "./account.module.css";
import { useAccountText } from "./account-frame.tsx";

/** Roles with what they reach and how long. */
export function HatTable({ hats }: { hats: readonly Hat[] }) {
  const { t, i18n } = useTranslation();
  const { profile: text, designations } = useAccountText();
  const language = i18n.language === "en" ? "en" : "zh";
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          <th scope="col">{text.role}</th>
          <th scope="col">{text.scope}</th>
          <th scope="col">{text.roleUnit}</th>
          <th scope="col">{text.term}</th>
        </tr>
      </thead>
      <tbody>
        {hats.map((hat) => {
          const from = formatDate(hat.validFrom, language);
          const term =
            hat.validTo === null ? fill(text.termOpen, { from }) : fill(text.termTo, { from, to: formatDate(hat.validTo, language) });
          const extra = hat.designation === "" ? hat.title : designations[hat.designation];
          const role = t(`terms.role.${hat.role}`);
          return (
            <tr key={hat.id}>
              <th scope="row">
                {role} {extra !== "" && !role.includes(extra) && <span className="tag">{extra}</span>}
              </th>
              <td>{hat.scope}</td>
              <td>{hat.unit}</td>
              <td className="s q">{term}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
