import { useEffect, useId, useRef, type ReactNode, type RefObject } from "react";
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
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => () => void setTimeout(catchFocus, FOCUS_RETURNS), []);
  return (
    <I18nProvider locale={i18n.language === "en" ? "en-GB" : "zh-CN"}>
      <ModalOverlay isOpen isDismissable={role === "dialog"} onOpenChange={(open) => !open && onClose()} className={styles["veil"] ?? ""}>
        <Modal className={styles["modal"] ?? ""}>
          <AriaDialog role={role} ref={sheet} className={`sheet ${styles["dialog"] ?? ""}`}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {children}
            {role === "dialog" && <FirstField sheet={sheet} />}
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  );
}

const FIELDS = "input:not([type=hidden], [tabindex='-1'], :disabled), select:not([tabindex='-1'], :disabled), textarea:not(:disabled)";

/** A form is there to be filled in: the focus starts in its first field, as soon as there is one and nobody has moved it. */
function FirstField({ sheet }: { sheet: RefObject<HTMLElement | null> }) {
  const settled = useRef(false);
  // Before the dialog takes the focus itself; again when a form comes after it was opened.
  useEffect(() => {
    if (settled.current || !sheet.current) return;
    const { activeElement } = document;
    if (activeElement !== sheet.current && sheet.current.contains(activeElement)) {
      settled.current = true;
      return;
    }
    const field = sheet.current.querySelector<HTMLElement>(FIELDS);
    if (!field) return;
    settled.current = true;
    field.focus();
  });
  return null;
}

/** The foot of a dialog: what can be done stands at its right end. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return <p className={styles["buttons"]}>{children}</p>;
}

interface Buttons {
  readonly onClose: () => void;
  readonly busy: boolean;
  readonly submit: string;
  readonly disabled?: boolean;
  /** What has to be done before the act, said beside it. */
  readonly lacks?: string | undefined;
}

/** The act at the right end, the way out beside it. At work it keeps the focus and takes no second press. */
export function DialogButtons({ onClose, busy, submit, disabled = false, lacks }: Buttons) {
  const { t } = useTranslation();
  const id = useId();
  const idle = busy || lacks !== undefined;
  return (
    <DialogFoot>
      {lacks !== undefined && (
        <span className="s q" id={id}>
          {lacks}
        </span>
      )}
      <button type="button" className="btn" onClick={onClose}>
        {t("common.cancel")}
      </button>
      <button
        type="submit"
        className="btn btn-p"
        disabled={disabled}
        aria-disabled={idle}
        aria-describedby={lacks === undefined ? undefined : id}
        onClick={(event) => idle && event.preventDefault()}
      >
        {busy ? t("common.saving") : submit}
      </button>
    </DialogFoot>
  );
}
