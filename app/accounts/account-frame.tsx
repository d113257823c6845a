import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useRouteLoaderData } from "react-router";
import type { loader } from "#app/root.tsx";
import { account as en } from "#app/i18n/en/account.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { account as zh } from "#app/i18n/zh/account.ts";
import { PageFrame } from "#app/shell/page-frame.tsx";

export type AccountText = typeof zh;

export function useAccountText(): AccountText {
  return useFeatureText({ zh, en });
}

const TABS = [
  ["/account", "profile"],
  ["/account/security", "security"],
  ["/account/notifications", "notifications"],
  ["/account/tokens", "tokens"],
  ["/account/data", "data"],
] as const;

/** Every page of the own account: one strip of tabs below the bar. */
export function AccountFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  const text = useAccountText();
  const user = useRouteLoaderData<typeof loader>("root")?.user;
  return (
    <PageFrame
      title={title}
      crumbs={[{ label: t("shell.desk"), to: "/" }, { label: text.title, to: "/account" }, { label: title }]}
      strip={
        <div className="ws">
          <div className="ws-t">
            <div className="song">{user?.displayName}</div>
          </div>
          <nav className="tabs" aria-label={text.title}>
            {TABS.map(([to, key]) => (
              <NavLink key={to} to={to} end prefetch="intent">
                {text.tab[key]}
              </NavLink>
            ))}
          </nav>
        </div>
      }
    >
      {children}
    </PageFrame>
  );
}
