import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { PEOPLE_SHOWN } from "#server/directory/contract.ts";
import type { OrganisationView } from "#server/directory/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { Who } from "#app/ui/side-badge.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

/** Who holds which role in the unit: names and titles, nothing else. */
export function RoleList({ roles }: { roles: OrganisationView["roles"] }) {
  const { t, i18n } = useTranslation();
  const text = useOrganisationsText();
  if (roles.length === 0) return <p className="empty">{text.rolesEmpty}</p>;
  return (
    <>
      <ul className={styles["people"]}>
        {roles.map((one) => (
          <li key={`${one.personId} ${one.role} ${one.title}`}>
            <Who side="guide" mark={one.mark} name={one.name} />
            <span>
              {t(`terms.role.${one.role}`)}
              {one.title !== "" && !t(`terms.role.${one.role}`).includes(one.title) && <span className="q">　{one.title}</span>}
            </span>
            <span className="s q">
              {one.validTo !== null && fill(text.untilDate, { date: formatDate(one.validTo - 1, i18n.language === "en" ? "en" : "zh") })}
            </span>
          </li>
        ))}
      </ul>
      {roles.length >= PEOPLE_SHOWN && <p className="s q">{fill(text.rolesMore, { count: PEOPLE_SHOWN })}</p>}
    </>
  );
}

const DESIGNATIONS = ["chiefPromoter", "seedTeacher", "achievementLecturer"] as const;

/** Chief promoters, seed teachers and lecturers of the units in a region (S43-S45), one kind at a time. */
export function DesignatedList({ unitId, designated }: { unitId: string; designated: NonNullable<OrganisationView["designated"]> }) {
  const text = useOrganisationsText();
  const { chosen, counts, people } = designated;
  return (
    <>
      <nav className={styles["switch"]} aria-label={text.designated}>
        {DESIGNATIONS.map((one) => (
          <Link
            key={one}
            to={`/organisations/${unitId}?as=${one}`}
            preventScrollReset
            replace
            aria-current={one === chosen ? "page" : undefined}
          >
            {text.designation[one]} <span className="num q">{counts.find(({ designation }) => designation === one)?.count ?? 0}</span>
          </Link>
        ))}
      </nav>
      {people.length === 0 ? (
        <p className="empty">{fill(text.designatedEmpty, { name: text.designation[chosen] })}</p>
      ) : (
        <ul className={styles["people"]}>
          {people.map((one) => (
            <li key={`${one.personId} ${one.organisationId}`}>
              <Who side="guide" mark={one.mark} name={one.name} />
              <Link to={`/organisations/${one.organisationId}`}>{one.unit}</Link>
              <span className="s q">{one.regionName}</span>
            </li>
          ))}
        </ul>
      )}
      {people.length >= PEOPLE_SHOWN && <p className="s q">{fill(text.rolesMore, { count: PEOPLE_SHOWN })}</p>}
    </>
  );
}
