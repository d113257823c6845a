import { useTranslation } from "react-i18next";
import { Link, useRouteLoaderData } from "react-router";
import type { Side } from "#db/schema.ts";
import type { loader } from "#app/root.tsx";
import { SideBadge } from "#app/ui/side-badge.tsx";
import { useDisclosure } from "#app/ui/use-disclosure.ts";
import { HatSwitch } from "./hats.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { SignOutForm } from "./sign-out-form.tsx";
import { toggleTheme } from "./theme-switch.tsx";

/** Who is signed in, and the few things that concern the account. Inside a workspace the badge takes the shape of the side there. */
export function UserMenu({ side }: { side?: Side | undefined }) {
  const { t } = useTranslation();
  const root = useRouteLoaderData<typeof loader>("root");
  const menu = useDisclosure();
  const user = root?.user;
  if (!user) return null;
  return (
    <div className="drop" ref={menu.root}>
      <button
        type="button"
        className="bar-btn plain"
        ref={menu.button}
        aria-expanded={menu.open}
        aria-controls="user-menu"
        onClick={menu.toggle}
      >
        <SideBadge side={side ?? "guide"} mark={user.mark} />
        <span className="vh">{t("shell.account")}</span>
        <span className="vh-s">{user.displayName}</span>
      </button>
      <div className="drop-panel sheet" id="user-menu" hidden={!menu.open}>
        <p>
          <b>{user.displayName}</b>
          <br />
          {user.unit !== null && (
            <>
              <span className="s q">{user.unit}</span>
              <br />
            </>
          )}
          <span className="s q">
            {t("shell.loginName")} <span className="mono">{user.login}</span>
          </span>
        </p>
        <hr />
        <HatSwitch />
        <Link className="drop-item" to="/account" onClick={menu.close}>
          {t("shell.accountPage")}
        </Link>
        <button type="button" className="drop-item only-s" onClick={toggleTheme}>
          <span className="to-dark">{t("shell.toDark")}</span>
          <span className="to-light">{t("shell.toLight")}</span>
        </button>
        <LanguageSwitch className="drop-item" />
        <hr />
        <SignOutForm />
        <p className="xs q">{t("shell.signOutHint")}</p>
      </div>
    </div>
  );
}
