import { useEffect, type ReactNode } from "react";
import { Dialog as AriaDialog, Heading, I18nProvider, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import styles from "./dialog.module.css";

interface Props {
  readonly title: string;
  /** alertdialog for what cannot be taken back lightly. */
  readonly role?: "dialog" | "alertdialog";
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The dialog has given the focus back by then, ms. */
const FOCUS_RETURNS = 100;

/** The button that opened the dialog may be gone with its row. */
function catchFocus(): void {
  if (document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
}

/** A modal sheet: the focus stays inside and returns to where it was. Import it only from code that is fetched on demand. */
export function Dialog({ title, role = "dialog", onClose, children }: Props) {
  const { i18n } = useTranslation();
  useEffect(() => () => void setTimeout(catchFocus, FOCUS_RETURNS), []);
  return (
    <I18nProvider locale={i18n.language === "en" ? "en-GB" : "zh-CN"}>
      <ModalOverlay isOpen isDismissable={role === "dialog"} onOpenChange={(open) => !open && onClose()} className={styles["veil"] ?? ""}>
        <Modal className={styles["modal"] ?? ""}>
          <AriaDialog role={role} className={`sheet ${styles["dialog"] ?? ""}`}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {children}
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  );
}

/** The foot of a dialog: the act at the right end, the way out beside it. At work it keeps the focus and takes no second press. */
export function DialogButtons({
  onClose,
  busy,
  submit,
  disabled = false,
}: {
  onClose: () => void;
  busy: boolean;
  submit: string;
  disabled?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <p className={styles["buttons"]}>
      <button type="button" className="btn" onClick={onClose}>
        {t("common.cancel")}
      </button>
      <button
        type="submit"
        className="btn btn-p"
        disabled={disabled}
        aria-disabled={busy}
        onClick={(event) => busy && event.preventDefault()}
      >
        {busy ? t("common.saving") : submit}
      </button>
    </p>
  );
}
