import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export interface Crumb {
  readonly label: string;
  /** Absent on the page itself. */
  readonly to?: string;
}

export function Crumbs({ items }: { items: readonly Crumb[] }) {
  const { t } = useTranslation();
  return (
    <nav className="crumbs" aria-label={t("shell.crumbs")}>
      <ol>
        {items.map(({ label, to }) => (
          <li key={to ?? label}>{to === undefined ? <span aria-current="page">{label}</span> : <Link to={to}>{label}</Link>}</li>
        ))}
      </ol>
    </nav>
  );
}
