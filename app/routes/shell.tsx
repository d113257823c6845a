import { useTranslation } from "react-i18next";
import { Link, Outlet, useNavigation } from "react-router";
import { PageError } from "#app/shell/page-error.tsx";
import { Logo } from "#app/shell/logo.tsx";
import { NavLinks } from "#app/shell/nav-links.tsx";
import { useRouteFocus } from "#app/shell/use-route-focus.ts";
import { Said } from "#app/ui/said.tsx";

/** The signed-in part: the spine at the left, on a phone at the foot. */
export default function Shell() {
  useRouteFocus();
  return (
    <ShellFrame>
      <Outlet />
    </ShellFrame>
  );
}

export function ErrorBoundary() {
  return (
    <ShellFrame>
      <PageError />
    </ShellFrame>
  );
}

function ShellFrame({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  return (
    <>
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      {navigation.state !== "idle" && <div className="pending" role="progressbar" aria-label={t("shell.pending")} />}
      <div className="app">
        <nav className="rail" aria-label={t("shell.mainNav")}>
          <div className="rail-in">
            <Link className="logo" to="/" aria-label={t("shell.home")}>
              <Logo />
              <span>{t("common.product")}</span>
            </Link>
            <NavLinks />
          </div>
        </nav>
        {children}
      </div>
      <nav className="foot-nav" aria-label={t("shell.phoneNav")}>
        <NavLinks />
      </nav>
      <Said />
    </>
  );
}
