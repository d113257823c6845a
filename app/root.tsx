import { useTranslation } from "react-i18next";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from "react-router";
import { getAccount } from "#server/accounts/queries.ts";
import { requestContext } from "#server/http/request-context.ts";
import { mayManage } from "#server/permissions/authorize-office.ts";
import { countUnread } from "#server/notifications/queries.ts";
import type { Route } from "./+types/root";
import { HTML_LANG } from "./i18n/language.ts";
import { ErrorText } from "./shell/page-error.tsx";
import { readPreferences } from "./shell/preferences.ts";
import { PageTitle } from "./ui/page-title.tsx";
import "./styles/tokens.css";
import "./styles/ground.css";
import "./styles/vocabulary.css";
import "./styles/tables.css";
import "./styles/controls.css";
import "./styles/bar.css";
import "./styles/shell.css";

export async function loader({ request, context }: Route.LoaderArgs) {
  const ctx = context.get(requestContext);
  // Before anything is read: what is announced from now on may be missing from the page.
  const now = ctx.clock.now();
  const preferences = readPreferences(request.headers.get("cookie"));
  return { ...preferences, user: ctx.user && (await getAccount(ctx)), unread: await countUnread(ctx), manages: await mayManage(ctx), now };
}

export function Layout({ children }: { children: React.ReactNode }) {
  const { t, i18n } = useTranslation();
  const root = useRouteLoaderData<typeof loader>("root");
  const theme = root?.theme ?? undefined;
  return (
    <html lang={i18n.language === "en" ? HTML_LANG.en : HTML_LANG.zh} data-theme={theme} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {/* 360, QQ and Sogou browsers: the Chromium engine, not the old one. */}
        <meta name="renderer" content="webkit" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f6f4ee" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#15171a" media="(prefers-color-scheme: dark)" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
        <script noModule src="/old-browser.js" />
      </head>
      <body>
        <noscript>
          <p className="note">{t("shell.noScript")}</p>
        </noscript>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const { t } = useTranslation();
  return (
    <main className="page" id="main">
      <PageTitle title={t("common.product")} />
      <ErrorText />
    </main>
  );
}
