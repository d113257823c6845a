import { lazy, useState } from "react";
import { Link } from "react-router";
import type { PersonView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Section } from "#app/ui/section.tsx";
import type { Slip } from "./password-slip.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

const PasswordSlip = lazy(() => import("./password-slip.tsx").then((module) => ({ default: module.PasswordSlip })));
const DutyDialog = lazy(() => import("./request-dialogs.tsx").then((module) => ({ default: module.DutyDialog })));
const ProvinceDialog = lazy(() => import("./request-dialogs.tsx").then((module) => ({ default: module.ProvinceDialog })));

type Act = "disable" | "enable" | "reset" | "unlock" | "resetFactor";

/** What may be done to the account, and where it may not, why. */
export function PersonActions({ person }: { person: PersonView }) {
  const { person: text, common } = useAdministrationText();
  const [act, setAct] = useState<Act | "duty" | "province" | null>(null);
  const [slip, setSlip] = useState<Slip | null>(null);
  const [asked, setAsked] = useState(false);
  const { can } = person;
  const acts: readonly (readonly [act: NonNullable<typeof act>, shown: boolean])[] = [
    ["reset", can.manage && !person.left],
    ["unlock", can.unlock],
    ["disable", can.manage && person.status === "active"],
    ["enable", can.manage && person.status === "disabled" && !person.left],
    ["resetFactor", can.requestApproval && person.secondFactorAt !== null && person.untouchable === null],
    ["province", can.requestApproval && person.duty === null && person.status === "active"],
    ["duty", can.requestDuty && person.duty === null && person.status === "active"],
  ];
  const labels = { ...text, duty: text.dutyRequest, province: text.province };
  const shown = acts.filter(([, yes]) => yes);
  const close = () => setAct(null);
  const done = () => setAsked(true);
  const words = { name: person.name, unit: person.unit ?? "" };
  const plain = act === "duty" || act === "province" ? null : act;
  return (
    <Section title={text.actions}>
      {person.untouchable !== null && <p className="s q">{person.untouchable}</p>}
      <p role="status" className="s">
        {asked && (
          <>
            {text.requested} <Link to="/manage/approvals">{text.seeApprovals}</Link>
          </>
        )}
      </p>
      <div className={styles["acts"]}>
        {shown.map(([one]) => (
          <button key={one} type="button" className="btn btn-s" onClick={() => setAct(one)}>
            {labels[one]}
          </button>
        ))}
      </div>
      <DialogSlot open={plain !== null}>
        {plain && (
          <ConfirmDialog
            title={text[plain]}
            text={fill(text[`${plain}Text`], words)}
            submit={text[plain]}
            intent={plain}
            {...(plain === "disable" || plain === "resetFactor" ? { words: { name: "reason", label: common.reason } } : {})}
            onClose={close}
            onDone={(answer) => {
              if (plain === "reset") setSlip(slipOf(answer));
              if (plain === "resetFactor") done();
            }}
          />
        )}
      </DialogSlot>
      <DialogSlot open={act === "duty"}>
        <DutyDialog person={person} onClose={close} onDone={done} />
      </DialogSlot>
      <DialogSlot open={act === "province"}>
        <ProvinceDialog person={person} onClose={close} onDone={done} />
      </DialogSlot>
      <DialogSlot open={slip !== null}>{slip && <PasswordSlip slip={slip} onClose={() => setSlip(null)} />}</DialogSlot>
    </Section>
  );
}

function slipOf(answer: unknown): Slip | null {
  const has = typeof answer === "object" && answer !== null && "slip" in answer;
  // Only the reset answers with a slip.
  return has ? (answer.slip as Slip) : null;
}
