import { Form, Link, useNavigation } from "react-router";
import { useTranslation } from "react-i18next";
import type { ShownInvitation } from "#server/administration/joining.ts";
import type { ActionFailure } from "#server/http/request-context.ts";
import { fill } from "#app/i18n/fill.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { Day } from "#app/ui/moment.tsx";
import { NewPassword } from "./new-password.tsx";
import { TextField } from "./text-field.tsx";
import { useAdministrationText } from "./text.ts";

/** Who invites whom to what: as much as the holder of the code has to know. */
export function InvitationFacts({ invitation }: { invitation: ShownInvitation }) {
  const { join, designation } = useAdministrationText();
  return (
    <>
      {invitation.title !== "" && <p>{fill(join.titled, { title: invitation.title })}</p>}
      {invitation.designation !== "" && <p>{fill(join.designated, { designation: designation[invitation.designation] })}</p>}
      {invitation.note !== "" && <p>{invitation.note}</p>}
      <p className="s">
        {join.until} <Day at={invitation.expiresAt} withTime />
      </p>
    </>
  );
}

/** The sentence of the heading. */
export function useInvitationLead(): (invitation: ShownInvitation) => string {
  const { join, duty } = useAdministrationText();
  const { t, i18n } = useTranslation();
  return (invitation) => {
    const name = invitation.inviter;
    const who =
      invitation.inviterUnit === null ? fill(join.invites, { name }) : fill(join.invitesOf, { name, unit: invitation.inviterUnit });
    const role = invitation.role === null ? "" : t(`terms.role.${invitation.role}`);
    const what = () => {
      if (invitation.duty !== null) return fill(join.duty, { duty: duty[invitation.duty] });
      if (invitation.workspace !== null)
        return fill(join.workspace, { workspace: invitation.workspace, unit: invitation.unit ?? "", role });
      return fill(role === "" ? join.unitOnly : join.unitRole, { unit: invitation.unit ?? "", role });
    };
    return i18n.language === "en" ? `${who} ${what()}` : `${who}${what()}`;
  };
}

/** The code typed by hand. */
export function CodeForm({ failure, refusal }: { failure: ActionFailure | undefined; refusal: string | null }) {
  const { join } = useAdministrationText();
  return (
    <Form method="get" action="/join" reloadDocument>
      <h2>{refusal === null ? join.title : join.refused}</h2>
      {refusal !== null && (
        <p role="alert" className="note err">
          {refusal}
        </p>
      )}
      <FailureNote failure={failure} />
      <TextField name="code" label={join.code} hint={join.codeAbout} autoComplete="off" mono required />
      <button type="submit" className={refusal === null ? "btn btn-p" : "btn"}>
        {join.codeSubmit}
      </button>
    </Form>
  );
}

interface NewProps {
  readonly failure: ActionFailure | undefined;
  readonly signIn: string;
  /** A duty needs an account of its own: nothing to sign in with. */
  readonly onlyNew: boolean;
}

export function NewAccountForm({ failure, signIn, onlyNew }: NewProps) {
  const { join } = useAdministrationText();
  const busy = useNavigation().state !== "idle";
  const errors = failure?.fields ?? {};
  return (
    <>
      <Form method="post">
        <h2>{join.newTitle}</h2>
        <FailureNote failure={failure} />
        <input type="hidden" name="intent" value="create" />
        <TextField name="displayName" label={join.name} error={errors["displayName"]} autoComplete="name" required />
        <TextField name="login" label={join.login} hint={join.loginHint} error={errors["login"]} autoComplete="username" required />
        <NewPassword text={join} errors={errors} />
        <TextField name="phone" type="tel" label={join.phone} hint={join.phoneHint} error={errors["phone"]} autoComplete="tel" />
        <button type="submit" className="btn btn-p" aria-disabled={busy}>
          {join.submit}
        </button>
      </Form>
      {!onlyNew && (
        <p className="s">
          {join.have} <Link to={signIn}>{join.signIn}</Link>
        </p>
      )}
    </>
  );
}

interface AcceptProps {
  readonly failure: ActionFailure | undefined;
  readonly me: { readonly displayName: string; readonly login: string };
  readonly onlyNew: boolean;
}

export function AcceptForm({ failure, me, onlyNew }: AcceptProps) {
  const { join } = useAdministrationText();
  const busy = useNavigation().state !== "idle";
  if (onlyNew) return <p className="note warn">{join.dutySignedIn}</p>;
  return (
    <Form method="post">
      <h2>{join.title}</h2>
      <FailureNote failure={failure} />
      <input type="hidden" name="intent" value="accept" />
      <p>{fill(join.asMeText, { name: me.displayName, login: me.login })}</p>
      <button type="submit" className="btn btn-p" aria-disabled={busy}>
        {fill(join.asMe, { name: me.displayName })}
      </button>
      <p className="xs q">{join.other}</p>
    </Form>
  );
}
