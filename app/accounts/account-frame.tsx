import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { account as en } from "#app/i18n/en/account.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { account as zh } from "#app/i18n/zh/account.ts";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { TabStrip } from "#app/shell/tab-strip.tsx";

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
  return (
    <PageFrame
      title={title}
      crumbs={[{ label: t("shell.desk"), to: "/" }, { label: text.title, to: "/account" }, { label: title }]}
      strip={<TabStrip label={text.title} tabs={TABS.map(([to, key]) => ({ to, label: text.tab[key], end: true }))} />}
    >
      {children}
    </PageFrame>
  );
}
