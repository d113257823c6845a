import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useRouteLoaderData } from "react-router";
import type { loader as rootLoader } from "#app/root.tsx";

/** Only places that exist are offered. */
const PLACES = [
  { to: "/", key: "desk", end: true, icon: <path d="M2 7h18M4 7v12M18 7v12M8 11h6v4H8z" /> },
  {
    to: "/workspaces",
    key: "workspaces",
    end: false,
    icon: <path d="M9 5H5a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h4zM13 5h4a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-4z" />,
  },
  { to: "/achievements", key: "achievements", end: false, icon: <path d="M4 4h4v16H4zM10 4h4v16h-4zM16 6l3-1 3 14-3 1z" /> },
  {
    to: "/organisations",
    key: "organisations",
    end: false,
    icon: <path d="M9 3h6v5H9zM3 16h5v5H3zM16 16h5v5h-5zM12 8v4M5.5 16v-4h13v4" />,
  },
] as const;
/** Shown to those for whom the pages of administration hold something. */
const MANAGE = {
  to: "/manage",
  key: "manage",
  end: false,
  icon: <path d="M4 7h9M17 7h3M4 17h3M11 17h9M13 4.5v5h4v-5zM7 14.5v5h4v-5z" />,
} as const;

/** One Song character over the label; in English, where a character would say nothing, a drawn mark. */
export function NavLinks() {
  const { t, i18n } = useTranslation();
  const manages = useRouteLoaderData<typeof rootLoader>("root")?.manages === true;
  return (manages ? [...PLACES, MANAGE] : PLACES).map(({ to, key, end, icon }) => (
    <NavLink key={to} to={to} end={end} className="nav" prefetch="intent">
      {i18n.language === "zh" ? <b aria-hidden="true">{t(`shell.${key}Mark`)}</b> : <Icon>{icon}</Icon>}
      <span>{t(`shell.${key}`)}</span>
    </NavLink>
  ));
}

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.6">
      {children}
    </svg>
  );
}
