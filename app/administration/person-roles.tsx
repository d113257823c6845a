import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PersonView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Day } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

const GrantRoleDialog = lazy(() => import("./grant-role-dialog.tsx").then((module) => ({ default: module.GrantRoleDialog })));

type Held = PersonView["roles"][number];

/** Roles with their scope, unit and term; former ones folded away. */
export function PersonRoles({ person }: { person: PersonView }) {
  const { person: text } = useAdministrationText();
  const { t } = useTranslation();
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<Held | null>(null);
  const [ended, setEnded] = useState<number | null>(null);
  const current = person.roles.filter((role) => role.current);
  const past = person.roles.filter((role) => !role.current);
  return (
    <Section
      title={text.roles}
      figure={fill(text.rolesCount, { count: current.length })}
      aside={
        person.can.grantRole ? (
          <button type="button" className="btn btn-s" onClick={() => setGranting(true)}>
            {text.grant}
          </button>
        ) : undefined
      }
    >
      <p role="status" className="s">
        {ended !== null && fill(text.endDone, { count: ended })}
      </p>
      {current.length === 0 ? (
        <p className="empty">{text.rolesEmpty}</p>
      ) : (
        <ul className={styles["rows"]}>
          {current.map((role) => (
            <RoleRow key={role.id} role={role} onEnd={person.can.grantRole ? () => setEnding(role) : undefined} />
          ))}
        </ul>
      )}
      {past.length > 0 && (
        <details>
          <summary>{fill(text.rolesPast, { count: past.length })}</summary>
          <ul className={styles["rows"]}>
            {past.map((role) => (
              <RoleRow key={role.id} role={role} onEnd={undefined} />
            ))}
          </ul>
        </details>
      )}
      <DialogSlot open={granting}>
        <GrantRoleDialog person={person} onClose={() => setGranting(false)} />
      </DialogSlot>
      <DialogSlot open={ending !== null}>
        {ending && (
          <ConfirmDialog
            title={text.endTitle}
            text={fill(text.endText, { name: person.name, unit: ending.unit ?? "", role: t(`terms.role.${ending.role}`) })}
            submit={text.endSubmit}
            intent="endRole"
            values={{ roleId: ending.id }}
            onClose={() => setEnding(null)}
            onDone={(answer) => setEnded(countOf(answer))}
          />
        )}
      </DialogSlot>
    </Section>
  );
}

function countOf(answer: unknown): number | null {
  return typeof answer === "object" && answer !== null && "ended" in answer && typeof answer.ended === "number" ? answer.ended : null;
}

function RoleRow({ role, onEnd }: { role: Held; onEnd: (() => void) | undefined }) {
  const { person: text, common, designation, scope } = useAdministrationText();
  const { t } = useTranslation();
  const label = t(`terms.role.${role.role}`);
  const named = role.designation === "" ? "" : designation[role.designation];
  return (
    <li>
      <div className={styles["main"]}>
        <span>
          {label} {named !== label && named !== "" && <span className="tag">{named}</span>}
        </span>
        <p>
          {/* A scope that is the unit itself has been named. */}
          {[role.unit, role.title, role.scopeName === role.unit ? null : `${scope[role.scopeKind]}：${role.scopeName}`]
            .filter((part) => part !== null && part !== "")
            .join(" · ")}
        </p>
        <p>
          {common.since} <Day at={role.validFrom} />
          {role.validTo === null ? ` · ${common.noTerm}` : ` · ${common.until} `}
          {role.validTo !== null && <Day at={role.validTo - 1} />}
          {role.grantedBy !== null && ` · ${role.grantedBy}`}
        </p>
      </div>
      {onEnd && (
        <button type="button" className="btn btn-s btn-t" aria-label={fill(text.endOf, { role: label })} onClick={onEnd}>
          {text.end}
        </button>
      )}
    </li>
  );
}
