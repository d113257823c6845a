import { SCHEMA_VERSION } from "#collab/names.ts";
import { bodyText, planCompleteness, type PlanTemplate } from "#collab/docs/plan.ts";
import type { DemoRows } from "#db/demo/insert.ts";
import type { DemoPlan, DemoVersion } from "#db/demo/shapes.ts";
import { WORKSPACES } from "#db/demo/workspaces.ts";
import type { DocumentVersionTable, VersionId } from "#db/schema.ts";
import type { Ids } from "#server/core/context.ts";
import { freezeBody } from "#server/plans/content.ts";
import { TEMPLATE_KINDS } from "#server/plans/contract.ts";
import type { ActivityPayloads, ActivityType } from "#server/workspaces/contract.ts";
import type { BuiltBody } from "./bodies.ts";
import type { DemoNames } from "./names.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface WrittenPlan {
  readonly plan: DemoPlan;
  readonly template: PlanTemplate;
  readonly body: BuiltBody;
  /** Bodies of plan.versions, in their order. */
  readonly versions: readonly BuiltBody[];
  /** Journal sequence of the seed. */
  readonly head: number;
}

type PlanRows = Pick<DemoRows, "documents" | "versions" | "projections" | "activities">;
type ActivityRow = PlanRows["activities"][number];

/** Documents, versions, projections and the activity that made them, as rows. Ages are counted back from `now`. */
export function buildPlanRows(names: DemoNames, ids: Ids, now: number, written: readonly WrittenPlan[]): PlanRows {
  const plans = written.map((entry) => ({ ...entry, versionRows: buildVersions(names, ids, now, entry) }));
  return {
    documents: plans.map(({ plan, versionRows }) => ({
      id: names.document(plan.title),
      workspace_id: names.workspace(plan.workspace),
      kind: TEMPLATE_KINDS[plan.template],
      template_key: plan.template,
      title: plan.title,
      state: plan.state,
      organisation_id: names.organisation(plan.organisation),
      lineage: ids.next(),
      schema_version: SCHEMA_VERSION,
      released_version_id: versionRows.find((_, index) => plan.versions[index]?.released === true)?.id ?? null,
      created_by: names.person(plan.author),
      created_at: now - plan.createdDaysAgo * DAY,
      updated_at: now - plan.editedHoursAgo * HOUR,
      deleted_at: null,
    })),
    versions: plans.flatMap(({ versionRows }) => versionRows),
    projections: plans.map(({ plan, template, body, head }) => {
      const { total, filled, missing } = planCompleteness(body.blocks, template);
      return {
        document_id: names.document(plan.title),
        head_seq: head,
        text: bodyText(body.blocks),
        sections_total: total,
        sections_filled: filled,
        missing: JSON.stringify(missing),
        updated_at: now,
      };
    }),
    activities: [...openings(names), ...plans.flatMap(({ plan, versionRows }) => planActivities(names, now, plan, versionRows))].sort(
      (a, b) => a.at - b.at,
    ),
  };
}

function buildVersions(names: DemoNames, ids: Ids, now: number, { plan, versions, head }: WrittenPlan): DocumentVersionTable[] {
  return versions.map((body, index) => {
    const meta = versionOf(plan, index);
    return {
      id: ids.next() as VersionId,
      document_id: names.document(plan.title),
      number: index + 1,
      name: meta.name,
      note: meta.note,
      author_id: names.person(meta.author),
      created_at: now - meta.daysAgo * DAY,
      head_seq: head,
      ...freezeBody(body.blocks),
    };
  });
}

function versionOf(plan: DemoPlan, index: number): DemoVersion {
  const version = plan.versions[index];
  if (!version) throw new Error(`${plan.title} has no version ${index + 1}`);
  return version;
}

function openings(names: DemoNames): ActivityRow[] {
  const opened = Date.UTC(2024, 11, 3, 2);
  return WORKSPACES.flatMap(({ key, members }) => {
    const first = members[0];
    return first ? [activity(names, key, first.login, opened, "workspace.opened", {})] : [];
  });
}

function planActivities(names: DemoNames, now: number, plan: DemoPlan, versions: readonly DocumentVersionTable[]): ActivityRow[] {
  const { title, workspace } = plan;
  const documentId = names.document(title);
  const edits = [{ login: plan.author, hoursAgo: plan.editedHoursAgo }, ...(plan.alsoEdited ?? [])];
  return [
    activity(names, workspace, plan.author, now - plan.createdDaysAgo * DAY, "plan.created", { documentId, title }),
    ...edits.map(({ login, hoursAgo }) => activity(names, workspace, login, now - hoursAgo * HOUR, "plan.edited", { documentId, title })),
    ...versions.map(({ id, number, name, created_at }, index) => {
      const payload = { documentId, versionId: id, title, number, name };
      return activity(names, workspace, versionOf(plan, index).author, created_at, "version.saved", payload);
    }),
  ];
}

function activity<T extends ActivityType>(
  names: DemoNames,
  workspace: string,
  login: string,
  at: number,
  type: T,
  payload: ActivityPayloads[T],
): ActivityRow {
  const member = WORKSPACES.find(({ key }) => key === workspace)?.members.find((candidate) => candidate.login === login);
  if (!member) throw new Error(`${login} is no member of ${workspace}`);
  return {
    workspace_id: names.workspace(workspace),
    at,
    actor_id: names.person(login),
    side: member.side,
    type,
    payload: JSON.stringify(payload),
  };
}
