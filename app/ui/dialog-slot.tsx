import { Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Where a dialog appears whose code is fetched when it is first wanted. */
export function DialogSlot({ open, children }: { open: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  if (!open) return null;
  return (
    <Suspense
      fallback={
        <span className="vh" role="status">
          {t("common.loading")}
        </span>
      }
    >
      {children}
    </Suspense>
  );
}
