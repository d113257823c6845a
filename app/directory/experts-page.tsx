import { lazy, useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { ExpertFilterInput } from "#server/directory/input.ts";
import type { ExpertView, JudgedUnit } from "#server/directory/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Section } from "#app/ui/section.tsx";
import { Who } from "#app/ui/side-badge.tsx";
import { ExpertFilters } from "./expert-filters.tsx";
import { UnitPicker } from "./unit-picker.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

const ExpertDialog = lazy(() => import("./expert-dialog.tsx").then(({ ExpertDialog: Dialog }) => ({ default: Dialog })));

export interface CodeName {
  readonly code: string;
  readonly name: string;
}

interface Props {
  readonly experts: readonly ExpertView[];
  readonly filter: ExpertFilterInput;
  readonly subjects: readonly CodeName[];
  readonly stages: readonly CodeName[];
  readonly regions: readonly (CodeName & { readonly tier: "province" | "prefecture" | "county" })[];
  /** The unit that is to be judged; null where none was asked about, or there is none such. */
  readonly judged: JudgedUnit | null;
  /** Null: nobody signed in manages experts. */
  readonly mayManage: boolean;
  readonly me: string;
}

type Opened =
  | { readonly what: "edit"; readonly expert: ExpertView | null; readonly own: boolean }
  | { readonly what: "remove"; readonly expert: ExpertView };

/** The expert directory (S18): who can be asked, and who must stand aside for a unit. */
export function ExpertsPage({ experts, filter, subjects, stages, regions, judged, mayManage, me }: Props) {
  const text = useOrganisationsText();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const mine = experts.find(({ personId }) => personId === me);
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const nameOf = (list: readonly CodeName[], codes: readonly string[]) =>
    codes.map((code) => list.find((one) => one.code === code)?.name ?? code);
  return (
    <div className={styles["experts"]}>
      <Section
        title={text.experts}
        level={1}
        figure={fill(text.expertsFigure, { count: experts.length })}
        aside={
          <span className={styles["acts"]}>
            {mine && (
              <button type="button" className="btn btn-s" onClick={() => setOpened({ what: "edit", expert: mine, own: true })}>
                {text.expertOwn}
              </button>
            )}
            {mayManage && (
              <button type="button" className="btn btn-s" onClick={() => setOpened({ what: "edit", expert: null, own: false })}>
                {text.expertAdd}
              </button>
            )}
          </span>
        }
      >
        <ExpertFilters filter={filter} subjects={subjects} stages={stages} regions={regions} />
        {(mayManage || filter.unit !== undefined) && <Judged judged={judged} asked={filter.unit !== undefined} mayManage={mayManage} />}
        {experts.length === 0 ? (
          <p className="empty">{filtered ? text.expertsNotFound : text.expertsEmpty}</p>
        ) : (
          <ul>
            {experts.map((expert) => (
              <li key={expert.personId} className={styles["expert"]} data-conflict={expert.conflict ?? undefined}>
                <div>
                  <Who side="guide" mark={expert.mark} name={expert.name} />
                  <div className="s q">{expert.unit}</div>
                </div>
                <div>
                  <div>{expert.specialty}</div>
                  <div className="s q">
                    {[...nameOf(subjects, expert.subjects), ...nameOf(stages, expert.stages)].join("、")}
                    {expert.regions.length > 0 && `　${text.serves}：${nameOf(regions, expert.regions).join("、")}`}
                  </div>
                </div>
                <div className={styles["acts"]}>
                  {judged?.within === true && (
                    <span className={expert.conflict === null ? "s q" : "tag"}>
                      {expert.conflict === null ? text.noConflict : text.conflict[expert.conflict]}
                    </span>
                  )}
                  <span className={`st ${expert.accepting ? "ok" : "draft"}`}>{expert.accepting ? text.accepting : text.notAccepting}</span>
                  {expert.mayEdit && (
                    <>
                      <button
                        type="button"
                        className="btn btn-s btn-t"
                        aria-label={fill(text.expertEditOf, { name: expert.name })}
                        onClick={() => setOpened({ what: "edit", expert, own: false })}
                      >
                        {text.expertEdit}
                      </button>
                      <button
                        type="button"
                        className="btn btn-s btn-t"
                        aria-label={fill(text.remove, { name: expert.name })}
                        onClick={() => setOpened({ what: "remove", expert })}
                      >
                        {text.partyRemove}
                      </button>
                    </>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
        <DialogSlot open={opened !== null}>
          {opened?.what === "edit" && (
            <ExpertDialog expert={opened.expert} own={opened.own} subjects={subjects} stages={stages} regions={regions} onClose={close} />
          )}
          {opened?.what === "remove" && (
            <ConfirmDialog
              title={text.expertRemove}
              text={fill(text.expertRemoveText, { name: opened.expert.name })}
              submit={text.expertRemoveSubmit}
              intent="remove"
              values={{ personId: opened.expert.personId }}
              onClose={close}
            />
          )}
        </DialogSlot>
      </Section>
    </div>
  );
}

/** Chooses the unit that is to be judged; the choice stands in the address. One out of reach marks nobody, and that is said. */
function Judged({ judged, asked, mayManage }: Pick<Props, "judged" | "mayManage"> & { asked: boolean }) {
  const text = useOrganisationsText();
  const [search, setSearch] = useSearchParams();
  const without = new URLSearchParams(search);
  without.delete("unit");
  const said = judged === null ? text.judgedNone : fill(judged.within ? text.judgedNow : text.judgedOut, { name: judged.name });
  return (
    <div className={styles["aside"]}>
      {asked && (
        <p className={judged?.within === true ? "note" : "note warn"}>
          {said} <Link to={`/experts?${without.toString()}`}>{text.judgedClear}</Link>
        </p>
      )}
      {mayManage && judged?.within !== true && (
        <UnitPicker
          label={text.judged}
          hint={text.judgedHint}
          chosen={[]}
          onPick={({ id }) => {
            without.set("unit", id);
            setSearch(without, { preventScrollReset: true });
          }}
        />
      )}
    </div>
  );
}
