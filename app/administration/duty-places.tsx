import type { GuideView } from "#server/administration/guide.ts";
import type { SentInvitation } from "#server/administration/invitations.ts";
import { fill } from "#app/i18n/fill.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { sentOf } from "./sent-answer.ts";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

type Place = NonNullable<GuideView["firstDay"]>[number];

interface Props {
  readonly places: readonly Place[];
  readonly onSent: (title: string, sent: SentInvitation) => void;
}

/** First day: each duty with its holder, its open invitation, or the button that invites. */
export function DutyPlaces({ places, onSent }: Props) {
  const { guide } = useAdministrationText();
  return (
    <ul className={styles["places"]}>
      {places.map((place) => (
        <PlaceRow key={place.duty} place={place} onSent={onSent} />
      ))}
      <li className="s q">{guide.dutyAdvice}</li>
    </ul>
  );
}

function PlaceRow({ place: { duty, holder, invitationId }, onSent }: { place: Place } & Pick<Props, "onSent">) {
  const text = useAdministrationText();
  const label = text.duty[duty];
  const { fetcher, failure, busy } = useAction(() => {
    const sent = sentOf(fetcher.data);
    if (sent) onSent(fill(text.guide.dutyLinkTitle, { duty: label }), sent);
  });
  const state = holder ?? (invitationId === null ? text.guide.dutyOpen : text.guide.dutySent);
  return (
    <li>
      <b>{label}</b>
      <span className="q">{state}</span>
      {holder === null && (
        <fetcher.Form method="post">
          <input type="hidden" name="intent" value={invitationId === null ? "inviteDuty" : "revoke"} />
          <input type="hidden" name="duty" value={duty} />
          <input type="hidden" name="invitationId" value={invitationId ?? ""} />
          <button
            type="submit"
            className={invitationId === null ? "btn btn-s btn-p" : "btn btn-s"}
            disabled={busy}
            aria-label={`${invitationId === null ? text.guide.dutyInvite : text.guide.dutyRevoke}：${label}`}
          >
            {invitationId === null ? text.guide.dutyInvite : text.guide.dutyRevoke}
          </button>
        </fetcher.Form>
      )}
      <FailureNote failure={failure} />
    </li>
  );
}
