import { useNavigate } from "react-router";
import { readText } from "#app/shell/form-text.ts";
import { Field } from "#app/ui/field.tsx";
import { useAccessText } from "./step-page.tsx";
import styles from "./step-page.module.css";

/** For those who got a code on paper instead of a link. */
export function InviteCode() {
  const text = useAccessText();
  const navigate = useNavigate();
  return (
    <details>
      <summary className="s">{text.invited}</summary>
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          const code = readText(new FormData(event.currentTarget), "code").trim();
          if (code !== "") void navigate(`/join/${encodeURIComponent(code)}`);
        }}
      >
        <Field label={text.inviteCode} hint={text.inviteHint}>
          {(props) => (
            <input {...props} className="input" name="code" autoCapitalize="none" autoComplete="off" spellCheck={false} required />
          )}
        </Field>
        <button type="submit" className="btn">
          {text.inviteSubmit}
        </button>
      </form>
    </details>
  );
}
