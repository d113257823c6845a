import { Dialog, DialogFoot } from "#app/ui/dialog.tsx";
import { CopyLine } from "./copy-line.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

export interface Slip {
  readonly name: string;
  readonly login: string;
  readonly unit: string;
  readonly password: string;
}

/** A one-time initial password, this once; to be printed and handed over. */
export function PasswordSlip({ slip, onClose }: { slip: Slip; onClose: () => void }) {
  const { person: text, common } = useAdministrationText();
  return (
    <Dialog title={text.resetTitle} role="alertdialog" onClose={onClose}>
      <div className={styles["form"]}>
        <h3>{text.slipTitle}</h3>
        <dl className={styles["facts"]}>
          <dt>{common.person}</dt>
          <dd>{slip.name}</dd>
          <dt>{common.unit}</dt>
          <dd>{slip.unit === "" ? common.none : slip.unit}</dd>
          <dt>{text.login}</dt>
          <dd className="mono">{slip.login}</dd>
        </dl>
        <CopyLine label={text.resetTitle} text={slip.password} />
        <p className="s q">{text.resetHint}</p>
        <DialogFoot>
          <button type="button" className="btn" onClick={() => window.print()}>
            {common.print}
          </button>
          <button type="button" className="btn btn-p" onClick={onClose}>
            {common.close}
          </button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
