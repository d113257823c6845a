import type { ReactNode } from "react";
import { Link } from "react-router";
import { access as en } from "#app/i18n/en/access.ts";
import { fill } from "#app/i18n/fill.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { access as zh } from "#app/i18n/zh/access.ts";
import { DoorTop } from "#app/shell/door-top.tsx";
import styles from "./step-page.module.css";

export type AccessText = typeof zh;

export function useAccessText(): AccessText {
  return useFeatureText({ zh, en });
}

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly person: { readonly login: string; readonly displayName: string };
  readonly children: ReactNode;
}

/** One step between the right password and the desk: what is asked, of whom, and the way back. */
export function StepPage({ title, lead, person, children }: Props) {
  const text = useAccessText();
  return (
    <div className={styles["page"]}>
      <DoorTop />
      <main className={`sheet ${styles["step"] ?? ""}`} id="main">
        <h1>{title}</h1>
        <p className="s q">{fill(text.asPerson, { name: person.displayName, login: person.login })}</p>
        {lead !== "" && <p>{lead}</p>}
        {children}
        <p className={`xs q ${styles["foot"] ?? ""}`}>
          {text.unfinished} <Link to="/sign-in?another">{text.another}</Link>
        </p>
      </main>
    </div>
  );
}
