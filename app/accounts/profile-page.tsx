import { useFetcher } from "react-router";
import type { ProfileView } from "#server/accounts/own-queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { FailureNote, failureOf } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { Section } from "#app/ui/section.tsx";
import styles from "./account.module.css";
import { useAccountText } from "./account-frame.tsx";
import { HatTable } from "./hat-table.tsx";
import { PhoneSection } from "./phone-section.tsx";

export function ProfilePage({ profile }: { profile: ProfileView }) {
  const text = useAccountText();
  return (
    <div className={styles["page"]}>
      <h1>{text.profile.title}</h1>
      <Names profile={profile} />
      <PhoneSection tail={profile.phoneTail} />
      <Section title={text.profile.roles} figure={fill(text.profile.rolesCount, { count: profile.hats.length })}>
        {profile.hats.length === 0 ? <p className="empty">{text.profile.rolesEmpty}</p> : <HatTable hats={profile.hats} />}
      </Section>
    </div>
  );
}

function Names({ profile }: { profile: ProfileView }) {
  const { profile: text, saved, duties } = useAccountText();
  const fetcher = useFetcher<unknown>();
  const failure = failureOf(fetcher.data);
  const done = fetcher.state === "idle" && fetcher.data !== undefined && failure === undefined;
  return (
    <Section title={text.names}>
      <dl className={styles["facts"]}>
        <dt>{text.login}</dt>
        <dd>
          <span className="mono">{profile.login}</span> <span className="s q">{text.loginHint}</span>
        </dd>
        <dt>{text.unit}</dt>
        <dd>{profile.unit ?? text.noUnit}</dd>
        {profile.duty !== null && (
          <>
            <dt>{text.duty}</dt>
            <dd>{duties[profile.duty]}</dd>
          </>
        )}
      </dl>
      <fetcher.Form method="post" className={styles["form"]}>
        <Field label={text.name} hint={text.nameHint} error={failure?.fields["displayName"]}>
          {(props) => <input {...props} className="input" name="displayName" defaultValue={profile.displayName} maxLength={40} required />}
        </Field>
        <Field label={text.mark} hint={text.markHint} error={failure?.fields["mark"]}>
          {(props) => (
            <input
              {...props}
              className={`input ${styles["narrow"] ?? ""}`}
              name="mark"
              defaultValue={profile.mark}
              maxLength={2}
              required
            />
          )}
        </Field>
        <FailureNote failure={failure} />
        <p className={styles["row"]}>
          <button type="submit" className="btn btn-p" name="intent" value="profile" aria-disabled={fetcher.state !== "idle"}>
            {text.save}
          </button>
          <span role="status" className="s q">
            {done ? saved : ""}
          </span>
        </p>
      </fetcher.Form>
    </Section>
  );
}
