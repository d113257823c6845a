import { useTranslation } from "react-i18next";
import { Link, useFetcher } from "react-router";
import type { NotificationView } from "#server/notifications/queries.ts";
import { notices as en } from "#app/i18n/en/notices.ts";
import { fill } from "#app/i18n/fill.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { notices as zh } from "#app/i18n/zh/notices.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { groupNotices, type Entry } from "./group-notices.ts";
import { noticePath, noticeText } from "./notice-text.ts";
import styles from "./notices.module.css";

interface Props {
  readonly notices: readonly NotificationView[];
  readonly unread: number;
  readonly next: string | null;
  readonly onlyUnread: boolean;
  /** Not the newest part of the list. */
  readonly isLater: boolean;
  readonly now: number;
}

/** What happened to me and for me, by day. */
export function NoticesPage({ notices, unread, next, onlyUnread, isLater, now }: Props) {
  const text = useFeatureText({ zh, en });
  const { i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "zh";
  const { submit } = useFetcher({ key: "notices" });
  const markAll = () => void submit({ all: "1" }, { method: "post", action: "/notifications" });
  const more = (before: string) => `/notifications?${new URLSearchParams({ ...(onlyUnread ? { unread: "1" } : {}), before }).toString()}`;
  return (
    <div className={styles["page"]}>
      <div className={styles["top"]}>
        <h1>{text.title}</h1>
        <span className="num q">{unread === 0 ? text.allRead : fill(text.figure, { count: unread })}</span>
        <Link to={onlyUnread ? "/notifications" : "/notifications?unread=1"}>{onlyUnread ? text.everything : text.onlyUnread}</Link>
        <Link to="/account/notifications">{text.settings}</Link>
        {unread > 0 && (
          <button type="button" className="btn" onClick={markAll}>
            {text.markAll}
          </button>
        )}
      </div>
      {notices.length === 0 && <p className="empty">{onlyUnread ? text.emptyUnread : text.empty}</p>}
      {groupNotices(notices, (at) => formatDate(at, language)).map(({ day, entries }) => (
        <Section key={day} title={day}>
          <ol className={styles["list"]}>
            {entries.map((entry) => (
              <EntryRow key={entry.key} entry={entry} now={now} />
            ))}
          </ol>
        </Section>
      ))}
      <p className={styles["pager"]}>
        {next !== null && <Link to={more(next)}>{text.earlier}</Link>}
        {isLater && <Link to={onlyUnread ? "/notifications?unread=1" : "/notifications"}>{text.latest}</Link>}
      </p>
    </div>
  );
}

function EntryRow({ entry, now }: { entry: Entry; now: number }) {
  const text = useFeatureText({ zh, en });
  const [only] = entry.notices;
  if (!entry.isDigest && only !== undefined) return <NoticeRow notice={only} now={now} />;
  return (
    <li className={styles["whole"]}>
      <p>
        <span>{fill(text.daily, { count: entry.notices.length })}</span>
        <Moment at={entry.dueAt} now={now} />
      </p>
      <ol className={styles["digest"]}>
        {entry.notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} now={now} />
        ))}
      </ol>
    </li>
  );
}

function NoticeRow({ notice, now }: { notice: NotificationView; now: number }) {
  const text = useFeatureText({ zh, en });
  const { t } = useTranslation();
  const { submit } = useFetcher({ key: `notice-${notice.id}` });
  const markRead = () => void submit({ id: String(notice.id) }, { method: "post", action: "/notifications" });
  const path = noticePath(notice);
  const words = noticeText(notice, text, (role) => t(`terms.role.${role}`));
  return (
    <li data-unread={!notice.isRead}>
      {notice.isRead ? <span /> : <span className={styles["dot"]} role="img" aria-label={text.unreadMark} />}
      <span className={notice.isRead ? undefined : styles["unread"]}>
        {path === null ? (
          words
        ) : (
          <Link to={path} onClick={notice.isRead ? undefined : markRead}>
            {words}
          </Link>
        )}
      </span>
      <Moment at={notice.at} now={now} />
      {!notice.isRead && (
        <button type="button" className={`btn btn-s btn-t ${styles["act"] ?? ""}`} onClick={markRead}>
          {text.markOne}
          <span className="vh">{words}</span>
        </button>
      )}
    </li>
  );
}
