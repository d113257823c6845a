import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { WaitingItem } from "#server/desk/items.ts";
import { fill } from "#app/i18n/fill.ts";
import { catalogueKey } from "#app/notifications/catalogue-key.ts";
import { Section } from "#app/ui/section.tsx";
import { Due } from "./due.tsx";
import { useDeskText } from "./use-desk-text.ts";
import styles from "./desk.module.css";

interface Row {
  readonly title: string;
  readonly meta: readonly string[];
  readonly act: string;
  readonly to: string;
}

/** What waits for the person: a ring before each, the reason under it, the way at the right. */
export function WaitingList({ items, now }: { items: readonly WaitingItem[]; now: number }) {
  const text = useDeskText();
  const rowOf = useRow();
  return (
    <Section
      title={text.waiting}
      figure={fill(text.items, { count: items.length })}
      aside={items.length > 1 ? <span className="q">{text.byDeadline}</span> : undefined}
    >
      {items.length === 0 ? (
        <p className="empty">{text.waitingEmpty}</p>
      ) : (
        <ul className={styles["todo"]}>
          {items.map((item) => {
            const { title, meta, act, to } = rowOf(item);
            return (
              <li key={`${item.kind} ${item.id}`} data-waiting={item.kind}>
                <span className="ring" role="img" aria-label={text.mark} />
                <div>
                  <h3>{title}</h3>
                  <p className={styles["meta"]}>
                    {meta.map((part) => (
                      <span key={part}>{part}</span>
                    ))}
                  </p>
                </div>
                {item.dueAt === null ? <span /> : <Due at={item.dueAt} now={now} />}
                <Link className="btn" to={to} prefetch="intent">
                  {act}
                  <span className="vh">{title}</span>
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}

/** Sections named under a plan. */
const NAMED = 3;

function useRow(): (item: WaitingItem) => Row {
  const text = useDeskText();
  const { t } = useTranslation();
  return (item) => {
    switch (item.kind) {
      case "approval": {
        const title = fill(text.approval, { kind: text.approvalKind[item.approvalKind], name: item.name });
        return { title, meta: [text.approvalHint], act: text.approvalAct, to: "/manage/approvals" };
      }
      case "preview": {
        const title = fill(text.preview, { kind: text.importKind[item.importKind] });
        const meta = fill(item.bad === 0 ? text.previewClean : text.previewBad, { rows: item.rows, bad: item.bad });
        return { title, meta: [meta], act: text.previewAct, to: `/manage/batches/${item.id}` };
      }
      case "firstDay":
        return {
          title: fill(text.firstDay, { done: item.done, total: item.total }),
          meta: [text.firstDayHint],
          act: text.firstDayAct,
          to: "/manage",
        };
      case "term":
        return {
          title: fill(text.term, { role: t(`terms.role.${item.role}`) }),
          meta: [[item.unit ?? "", item.title].filter((part) => part !== "").join(" "), text.termHint].filter((part) => part !== ""),
          act: text.termAct,
          to: "/account",
        };
      case "plan": {
        const named = item.missing.slice(0, NAMED).join(t("common.listSeparator"));
        return {
          title: fill(text.plan, { title: item.title, count: item.missing.length }),
          meta: [item.missing.length > NAMED ? `${named}${text.planMore}` : named, item.workspaceTitle],
          act: text.planAct,
          to: `/workspaces/${item.workspaceId}/plans/${item.id}`,
        };
      }
      case "task": {
        const key = catalogueKey(item.type);
        const words =
          key === "invitationAccepted" || key === "approvalDecided" || key === "importFinished" ? text.task[key] : text.task.other;
        return { title: fill(words, { count: item.count }), meta: [text.taskHint], act: text.taskAct, to: "/notifications?unread=1" };
      }
    }
  };
}
