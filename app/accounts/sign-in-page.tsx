import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { listPersonas } from "#server/accounts/queries.ts";
import type { ActionFailure } from "#server/http/request-context.ts";
import door from "#app/shell/door.module.css";
import { DoorTop } from "#app/shell/door-top.tsx";
import { Personas } from "./personas.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import styles from "./sign-in-page.module.css";

interface Props {
  readonly personas: Awaited<ReturnType<typeof listPersonas>>;
  readonly comesBack: boolean;
  readonly failure: ActionFailure | undefined;
}

export function SignInPage({ personas, comesBack, failure }: Props) {
  const { t } = useTranslation();
  const login = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const choose = (name: string) => {
    if (login.current) login.current.value = name;
    password.current?.focus();
  };
  return (
    <div className={`${door["page"] ?? ""} ${styles["page"] ?? ""}`}>
      <DoorTop />
      <main className={door["body"]} id="main">
        <div className={door["lead"]}>
          <h1>{t("accounts.lead")}</h1>
          <p>{t("accounts.about")}</p>
        </div>
        <SignInForm login={login} password={password} comesBack={comesBack} failure={failure} />
        {personas.length > 0 && <Personas personas={personas} onChoose={choose} />}
      </main>
    </div>
  );
}
