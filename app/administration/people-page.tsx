import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Form, Link } from "react-router";
import { PEOPLE_STATUSES } from "#server/administration/contract.ts";
import type { PeopleView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { Field } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { TextField } from "./text-field.tsx";
import { useAdministrationText } from "./text.ts";
import { UnitFinder, type ChosenUnit } from "./unit-finder.tsx";
import styles from "./manage.module.css";

/** People within reach, a page at a time. The filter stands in the address: a link keeps it. */
export function PeoplePage({ view }: { view: PeopleView }) {
  const { people: text } = useAdministrationText();
  const { filter } = view;
  const filtered = filter.text !== "" || filter.unit !== null || filter.status !== "";
  const more = new URLSearchParams({ text: filter.text, unit: filter.unit?.id ?? "", status: filter.status, after: view.next ?? "" });
  return (
    <div className={styles["page"]}>
      <Section title={text.title} level={1} figure={fill(text.count, { count: view.total })}>
        <Filter key={JSON.stringify(filter)} filter={filter} filtered={filtered} />
        {view.people.length === 0 ? (
          <p className="empty">{filtered ? text.empty : text.emptyAll}</p>
        ) : (
          <PeopleTable people={view.people} now={view.now} />
        )}
        {view.next !== null && (
          <p className="row">
            <Link className="btn" to={`/manage/people?${more}`}>
              {text.more}
            </Link>
          </p>
        )}
      </Section>
    </div>
  );
}

function Filter({ filter, filtered }: { filter: PeopleView["filter"]; filtered: boolean }) {
  const { people: text } = useAdministrationText();
  const [unit, setUnit] = useState<ChosenUnit | null>(filter.unit);
  return (
    <Form method="get" className={styles["filter"]} role="search">
      <TextField name="text" label={text.find} defaultValue={filter.text} maxLength={60} />
      <UnitFinder name="unit" label={text.unit} explained={false} chosen={unit} onChoose={setUnit} />
      <Field label={text.status}>
        {(props) => (
          <select {...props} className="input" name="status" defaultValue={filter.status}>
            <option value="">{text.statuses.all}</option>
            {PEOPLE_STATUSES.map((status) => (
              <option key={status} value={status}>
                {text.statuses[status]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button type="submit" className="btn btn-p">
        {text.submit}
      </button>
      {filtered && (
        <Link className="btn btn-t" to="/manage/people">
          {text.clear}
        </Link>
      )}
    </Form>
  );
}

function PeopleTable({ people, now }: { people: PeopleView["people"]; now: number }) {
  const { people: text, designation, duty, common } = useAdministrationText();
  const { t } = useTranslation();
  return (
    <table className={`list fold ${styles["table"] ?? ""}`}>
      <thead>
        <tr>
          <th scope="col">{text.column.name}</th>
          <th scope="col">{text.column.unit}</th>
          <th scope="col">{text.column.roles}</th>
          <th scope="col">{text.column.state}</th>
          <th scope="col">{text.column.seen}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => {
          const roles = [
            ...(person.duty === null ? [] : [duty[person.duty]]),
            ...(person.unitOffices > 0 ? [text.unitAdmin] : []),
            ...person.roles.map((held) => (held.designation === "" ? t(`terms.role.${held.role}`) : designation[held.designation])),
          ];
          return (
            <tr key={person.personId}>
              <th scope="row">
                <Link to={`/manage/people/${person.personId}`}>{person.name}</Link> <span className="mono s q">{person.login}</span>{" "}
                {person.isDemo && <DemoBadge />}
              </th>
              <td>{person.unit ?? common.none}</td>
              <td>{roles.length === 0 ? <span className="qq">{common.none}</span> : [...new Set(roles)].join(" · ")}</td>
              <td className={styles["aside"]}>
                <State person={person} />
              </td>
              <td className="q nw">
                <LastSeen account={person.account} now={now} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function State({ person }: { person: PeopleView["people"][number] }) {
  const { people: text } = useAdministrationText();
  if (person.left) return <span className="st void">{text.left}</span>;
  if (person.account === null) return <span className="qq">{text.otherUnit}</span>;
  if (person.account.status === "active") return <span className="st ok">{text.active}</span>;
  return <span className="st draft">{person.account.disabledReason === "unused" ? text.unused : text.disabled}</span>;
}

/** Nothing for an account of another unit. */
function LastSeen({ account, now }: { account: PeopleView["people"][number]["account"]; now: number }) {
  const { people: text } = useAdministrationText();
  if (account === null) return null;
  return account.lastSeenAt === null ? text.never : <Moment at={account.lastSeenAt} now={now} />;
}
