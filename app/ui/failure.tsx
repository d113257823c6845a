import { useTranslation } from "react-i18next";
import type { ActionFailure } from "#server/http/request-context.ts";
import type { zh } from "#app/i18n/zh.ts";

type KnownCode = keyof typeof zh.errors.text;

/** The failure in an action's answer, if it is one. */
export function failureOf(answer: unknown): ActionFailure | undefined {
  const failed = typeof answer === "object" && answer !== null && "ok" in answer && answer.ok === false && "code" in answer;
  // Only answerAction answers with ok false and a code.
  return failed ? (answer as ActionFailure) : undefined;
}

/** Why an action did not happen; read out when it appears. */
export function FailureNote({ failure }: { failure: ActionFailure | undefined }) {
  const { t, i18n } = useTranslation();
  const text =
    failure &&
    (i18n.language !== "zh" && isKnown(failure.code, (key) => i18n.exists(key)) ? t(`errors.text.${failure.code}`) : failure.message);
  return (
    <div role="alert" className="failure">
      {text !== undefined && <p className="note err">{text}</p>}
    </div>
  );
}

/** The server words its messages in Chinese, more exactly than the general text of the code. */
function isKnown(code: string, exists: (key: string) => boolean): code is KnownCode {
  return exists(`errors.text.${code}`);
}
