import { useFetcher } from "react-router";
import type { PersonView } from "#server/administration/queries.ts";
import { Day, Moment } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { FailureNote, failureOf } from "#app/ui/failure.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

/** The account. The number is shown on request only: that it was looked at is recorded. */
export function PersonFacts({ person }: { person: PersonView }) {
  const { person: text, people, common } = useAdministrationText();
  const state = () => {
    if (person.left) return <span className="st void">{people.left}</span>;
    if (person.status === "active") return <span className="st ok">{people.active}</span>;
    return <span className="st draft">{person.disabledReason === "unused" ? people.unused : people.disabled}</span>;
  };
  return (
    <Section title={text.profile} aside={state()}>
      <dl className={styles["facts"]}>
        {person.home && (
          <>
            <dt>{text.login}</dt>
            <dd className="mono">{person.login === "" ? common.none : person.login}</dd>
          </>
        )}
        <dt>{text.unit}</dt>
        <dd>{person.unit ?? common.none}</dd>
        {person.home && (
          <>
            <dt>{text.phone}</dt>
            <dd>{person.hasPhone ? person.can.viewPhone ? <Phone /> : "•••" : text.phoneNone}</dd>
            <dt>{text.factor}</dt>
            <dd>{person.secondFactorAt === null ? text.factorOff : text.factorOn}</dd>
            <dt>{text.created}</dt>
            <dd>
              <Day at={person.createdAt} />
            </dd>
            <dt>{text.seen}</dt>
            <dd>{person.lastSeenAt === null ? text.neverSeen : <Moment at={person.lastSeenAt} now={person.now} />}</dd>
          </>
        )}
      </dl>
      {person.home && person.mustChange && (
        <p className="s q">
          {text.mustChange}
          {person.initialExpiresAt !== null && (
            <>
              {" · "}
              {text.initialUntil} <Day at={person.initialExpiresAt} />
            </>
          )}
        </p>
      )}
    </Section>
  );
}

function Phone() {
  const { person: text } = useAdministrationText();
  const { Form, data, state } = useFetcher<unknown>();
  const shown = typeof data === "object" && data !== null && "phone" in data && typeof data.phone === "string" ? data.phone : null;
  if (shown !== null) return <output className="num">{shown}</output>;
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="viewPhone" />
      <button
        type="submit"
        className="btn btn-s"
        disabled={state !== "idle"}
        title={text.phoneNote}
        aria-label={`${text.phoneView}：${text.phone}`}
      >
        {text.phoneView}
      </button>{" "}
      <span className="xs q">{text.phoneNote}</span>
      <FailureNote failure={failureOf(data)} />
    </Form>
  );
}
