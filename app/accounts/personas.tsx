import { useTranslation } from "react-i18next";
import type { Role, Side } from "#db/schema.ts";
import type { listPersonas } from "#server/accounts/queries.ts";
import { SideBadge } from "#app/ui/side-badge.tsx";
import styles from "./sign-in-page.module.css";

type Persona = Awaited<ReturnType<typeof listPersonas>>[number];

const SIDE_OF_ROLE: Record<Role, Side> = {
  holderHost: "holder",
  holderExpert: "holder",
  regionOfficer: "applicant",
  schoolTeacher: "applicant",
  allianceLead: "alliance",
  allianceTeacher: "alliance",
  researchOfficer: "guide",
  provinceAdmin: "guide",
};
/** The order of the roles above is the order of the list: the holder first, who holds no role last. */
const ORDER = Object.keys(SIDE_OF_ROLE);
const place = ({ role }: Persona) => (role === null ? ORDER.length : ORDER.indexOf(role));

interface Props {
  readonly personas: readonly Persona[];
  readonly onChoose: (login: string) => void;
}

/** Demo mode only: one account of each role at hand, the others folded away. */
export function Personas({ personas, onChoose }: Props) {
  const { t } = useTranslation();
  const first = personas.filter(({ login }) => !/\d$/.test(login)).sort((a, b) => place(a) - place(b));
  const others = personas.filter(({ login }) => /\d$/.test(login));
  return (
    <section className={`sec ${styles["personas"] ?? ""}`} aria-labelledby="personas">
      <header>
        <h2 id="personas">{t("accounts.demoTitle")}</h2>
        <span className="demo">{t("common.demo")}</span>
      </header>
      <p className="s q">{t("accounts.demoHelp")}</p>
      <PersonaList personas={first} onChoose={onChoose} />
      {others.length > 0 && (
        <details>
          <summary>
            {t("accounts.demoMore")} <span className="num">{others.length}</span>
          </summary>
          <PersonaList personas={others} onChoose={onChoose} />
        </details>
      )}
    </section>
  );
}

function PersonaList({ personas, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <ul className={styles["list"]}>
      {personas.map((persona) => (
        <li key={persona.login}>
          <button type="button" onClick={() => onChoose(persona.login)}>
            {persona.role === null ? (
              <SideBadge side="guide" mark={persona.mark} />
            ) : (
              <SideBadge side={SIDE_OF_ROLE[persona.role]} mark={t(`terms.roleMark.${persona.role}`)} />
            )}
            <span>
              <b>{persona.displayName}</b>
              <span className="mono xs q">{persona.login}</span>
              <span className="xs q">{persona.unit}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
