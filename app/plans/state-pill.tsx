import { useTranslation } from "react-i18next";
import type { DocumentState } from "#db/schema.ts";

const MARK: Record<DocumentState, string> = { draft: "draft", inReview: "review", approved: "ok", published: "pub", superseded: "void" };

export function StatePill({ state }: { state: DocumentState }) {
  const { t } = useTranslation();
  return <span className={`st ${MARK[state]}`}>{t(`terms.state.${state}`)}</span>;
}
