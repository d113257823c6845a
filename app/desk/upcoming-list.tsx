import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { UpcomingItem } from "#server/desk/items.ts";
import { fill } from "#app/i18n/fill.ts";
import { Section } from "#app/ui/section.tsx";
import { Due } from "./due.tsx";
import { useDeskText } from "./use-desk-text.ts";
import styles from "./desk.module.css";

/** What comes by itself: nobody has to act yet. */
export function UpcomingList({ items, now }: { items: readonly UpcomingItem[]; now: number }) {
  const text = useDeskText();
  const rowOf = useRow();
  return (
    <Section title={text.upcoming}>
      {items.length === 0 ? (
        <p className="empty">{text.upcomingEmpty}</p>
      ) : (
        <ul className={styles["soon"]}>
          {items.map((item) => {
            const { title, to } = rowOf(item);
            return (
              <li key={`${item.kind} ${item.id}`} data-upcoming={item.kind}>
                <Link to={to}>{title}</Link>
                {item.dueAt !== null && <Due at={item.dueAt} now={now} />}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}

function useRow(): (item: UpcomingItem) => { readonly title: string; readonly to: string } {
  const text = useDeskText();
  const { t } = useTranslation();
  return (item) => {
    switch (item.kind) {
      case "request":
        return { title: fill(text.request, { kind: text.approvalKind[item.approvalKind], name: item.name }), to: "/manage/approvals" };
      case "invitation":
        return { title: fill(text.invitation, { uses: item.uses, places: item.places }), to: "/manage/invitations" };
      case "token":
        return { title: fill(text.token, { name: item.name }), to: "/account/tokens" };
      case "term":
        return { title: fill(text.term, { role: t(`terms.role.${item.role}`) }), to: "/account" };
    }
  };
}
