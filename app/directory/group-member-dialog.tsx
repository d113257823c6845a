import { useEffect, useRef, useState } from "react";
import { useFetcher, useParams } from "react-router";
import { GROUP_POSTS } from "#server/directory/contract.ts";
import type { loader } from "#app/routes/group.tsx";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import type { RosterRow } from "./roster.tsx";
import { FoundPeople } from "./found-people.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

interface Picked {
  readonly personId: string;
  readonly organisationId: string;
  readonly name: string;
  readonly unit: string;
}

const WAIT_MS = 200;

/** Puts somebody on the roster, or gives a member another post or term. */
export function GroupMemberDialog({ row, onClose }: { row: RosterRow | null; onClose: () => void }) {
  const text = useOrganisationsText();
  const { fetcher, failure, busy } = useAction(onClose, row === null ? text.member.add : text.save);
  const [picked, setPicked] = useState<Picked | null>(row);
  const fields = failure?.fields ?? {};
  return (
    <Dialog title={row === null ? text.member.title : text.member.changeTitle} onClose={onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value="setMember" />
        <input type="hidden" name="personId" value={picked?.personId ?? ""} />
        <input type="hidden" name="organisationId" value={picked?.organisationId ?? ""} />
        {row === null && <PersonField picked={picked} onPick={setPicked} error={fields["personId"]} />}
        {row !== null && (
          <p>
            <b>{row.name}</b> <span className="q">{row.unit}</span>
          </p>
        )}
        <div className={styles["duo"]}>
          <Field label={text.memberPost} error={fields["post"]}>
            {(control) => (
              <select {...control} name="post" className="input" defaultValue={row?.post ?? "member"}>
                {GROUP_POSTS.map((post) => (
                  <option key={post} value={post}>
                    {text.posts[post]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={text.memberUntil} hint={text.memberUntilHint} error={fields["validTo"]}>
            {(control) => <input {...control} type="date" name="validTo" className="input" defaultValue={lastDay(row?.validTo ?? null)} />}
          </Field>
        </div>
        <Field label={text.memberTitle} hint={text.memberTitleHint} error={fields["title"]}>
          {(control) => <input {...control} name="title" className="input" maxLength={40} defaultValue={row?.title ?? ""} />}
        </Field>
        <FailureNote failure={failure} />
        <DialogButtons
          onClose={onClose}
          busy={busy}
          submit={row === null ? text.member.add : text.save}
          lacks={picked === null ? text.choosePerson : undefined}
        />
      </fetcher.Form>
    </Dialog>
  );
}

interface PersonProps {
  readonly picked: Picked | null;
  readonly onPick: (person: Picked) => void;
  readonly error: string | undefined;
}

function PersonField({ picked, onPick, error }: PersonProps) {
  const text = useOrganisationsText();
  const { groupId = "" } = useParams();
  const fetcher = useFetcher<typeof loader>();
  const [typed, setTyped] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const look = (words: string) => {
    clearTimeout(timer.current);
    setTyped(words);
    timer.current = setTimeout(
      () => void fetcher.load(`/groups/${groupId}?${new URLSearchParams({ candidates: words }).toString()}`),
      WAIT_MS,
    );
  };
  const found = fetcher.data?.candidates;
  return (
    <Field label={text.memberPerson} hint={text.memberFindHint} error={error}>
      {(control) => (
        <>
          <input
            {...control}
            type="search"
            className="input"
            autoComplete="off"
            placeholder={text.memberFind}
            value={picked === null ? typed : `${picked.name}　${picked.unit}`}
            onChange={(event) => look(event.target.value)}
            readOnly={picked !== null}
            onFocus={() => found === undefined && look("")}
            onKeyDown={(event) => {
              if (event.key === "Enter") event.preventDefault();
            }}
          />
          <FoundPeople people={picked === null ? found : undefined} onPick={onPick} />
        </>
      )}
    </Field>
  );
}

/** The last day of a term as date fields want it; terms end with the day in China. */
function lastDay(validTo: number | null): string {
  if (validTo === null) return "";
  return new Date(validTo - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
}
