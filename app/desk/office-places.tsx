import { Link } from "react-router";
import type { DeskView } from "#server/desk/queries.ts";
import type { OfficeAction } from "#server/permissions/offices.ts";
import { Section } from "#app/ui/section.tsx";
import { useDeskText } from "./use-desk-text.ts";
import styles from "./desk.module.css";

/** Where each part of a duty is done; offered to those who may do it. */
const PLACES = [
  { place: "guide", to: "/manage", action: "system.status" },
  { place: "status", to: "/manage/status", action: "system.status" },
  { place: "approvals", to: "/manage/approvals", action: "approvals.decide" },
  { place: "people", to: "/manage/people", action: "people.list" },
  { place: "invitations", to: "/manage/invitations", action: "people.invite" },
  { place: "duties", to: "/manage/duties", action: "duties.request" },
  { place: "organisations", to: "/organisations", action: "units.edit" },
  { place: "import", to: "/manage/import", action: "units.import" },
  { place: "audit", to: "/manage/audit", action: "audit.read" },
] as const satisfies readonly { place: string; to: string; action: OfficeAction }[];

/** Where a duty, or the office of a unit, is done. */
export function OfficePlaces({ office }: { office: NonNullable<DeskView["office"]> }) {
  const text = useDeskText();
  const allowed = new Set(office.actions);
  return (
    <Section title={text.duties} figure={office.duty === null ? undefined : text.duty[office.duty]}>
      <p className={styles["duty"]}>
        {office.duty === null ? (
          text.officeTask
        ) : (
          <>
            {text.dutyTask[office.duty]}
            <br />
            <span className="s q">{text.dutyNote}</span>
          </>
        )}
      </p>
      <ul className={styles["places"]}>
        {PLACES.filter(({ action }) => allowed.has(action)).map(({ place, to }) => (
          <li key={place}>
            <Link to={to}>{text.place[place]}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
