import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Delivery } from "#db/schema-office.ts";
import type { NotificationTopic } from "#server/notifications/contract.ts";
import { notices as en } from "#app/i18n/en/notices.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { notices as zh } from "#app/i18n/zh/notices.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";
import styles from "./notices.module.css";

interface TopicSetting {
  readonly topic: NotificationTopic;
  readonly delivery: Delivery;
  /** Cannot be chosen. */
  readonly fixed: boolean;
}

const DELIVERIES: readonly Delivery[] = ["live", "daily", "weekly", "off"];

/** One choice a topic. */
export function SettingsPage({ settings }: { settings: readonly TopicSetting[] }) {
  const text = useFeatureText({ zh, en });
  const { t } = useTranslation();
  const [saved, setSaved] = useState(false);
  const { fetcher, failure, busy } = useAction(() => setSaved(true));
  return (
    <fetcher.Form method="post" className={styles["settings"]} onChange={() => setSaved(false)}>
      <div className="head">
        <h1>{text.settingsTitle}</h1>
        <p className="q">{text.settingsHint}</p>
      </div>
      {settings.map((setting) => (
        <Topic key={setting.topic} setting={setting} />
      ))}
      <FailureNote failure={failure} />
      <p>
        <button type="submit" className="btn btn-p" disabled={busy}>
          {busy ? t("common.saving") : t("common.save")}
        </button>{" "}
        <span role="status" className="s q">
          {saved && !busy && text.saved}
        </span>
      </p>
    </fetcher.Form>
  );
}

function Topic({ setting: { topic, delivery, fixed } }: { setting: TopicSetting }) {
  const text = useFeatureText({ zh, en });
  return (
    <fieldset className={styles["topic"]}>
      <legend>{text.topic[topic]}</legend>
      <p className="s q">{text.topicHint[topic]}</p>
      {!fixed && (
        <div className={styles["choices"]}>
          {DELIVERIES.map((one) => (
            <label key={one}>
              <input type="radio" name={topic} value={one} defaultChecked={one === delivery} />
              {text.delivery[one]}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
