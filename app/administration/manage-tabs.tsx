import type { OfficeAction } from "#server/permissions/offices.ts";
import { TabStrip } from "#app/shell/tab-strip.tsx";
import { useAdministrationText } from "./text.ts";

type Tab = keyof ReturnType<typeof useAdministrationText>["tabs"];

/** Which actions open which page; one of them is enough. */
const TABS: readonly { readonly tab: Exclude<Tab, "label">; readonly to: string; readonly by: readonly OfficeAction[] }[] = [
  { tab: "guide", to: "/manage", by: [] },
  { tab: "people", to: "/manage/people", by: ["people.list"] },
  { tab: "invitations", to: "/manage/invitations", by: ["people.invite"] },
  { tab: "approvals", to: "/manage/approvals", by: ["approvals.decide", "approvals.request"] },
  { tab: "duties", to: "/manage/duties", by: ["duties.request"] },
  { tab: "import", to: "/manage/import", by: ["units.import", "people.import", "achievements.import", "regions.import"] },
  { tab: "audit", to: "/manage/audit", by: ["audit.read", "audit.readAccounts"] },
  { tab: "status", to: "/manage/status", by: ["system.status"] },
];

/** The pages of administration that are open to this person. */
export function ManageTabs({ actions }: { actions: readonly OfficeAction[] }) {
  const { tabs } = useAdministrationText();
  const open = TABS.filter(({ by }) => by.length === 0 || by.some((action) => actions.includes(action)));
  return <TabStrip label={tabs.label} tabs={open.map(({ tab, to }) => ({ to, label: tabs[tab], end: to === "/manage" }))} />;
}
