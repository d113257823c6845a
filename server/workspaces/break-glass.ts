import * as store from "#db/break-glass.ts";
import type { WorkspaceId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { findWorkspace, listCurrentMembers } from "#db/workspaces.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { notify } from "#server/notifications/notify.ts";
import { authorizeOffice, type OfficeGrant } from "#server/permissions/authorize-office.ts";
import { standingIn } from "#server/permissions/authorize.ts";
import { seesVersionsOnly } from "#server/permissions/policy.ts";
import { recordActivity } from "./commands.ts";
import { DRAFTS_OPEN_FOR } from "./contract.ts";
import { reasonInput } from "./input.ts";
import { MANAGER_ROLES } from "./rules.ts";

type OpenGrant = OfficeGrant<"workspaces.breakGlass">;

/**
 * The office that may open drafts, asked for the province of this workspace.
 * @throws DomainError unauthenticated | notFound (no standing there) | forbidden
 */
export async function authorizeOpenDrafts(ctx: Context, workspaceId: WorkspaceId): Promise<OpenGrant> {
  await standingIn(ctx, workspaceId);
  const workspace = await findWorkspace(ctx.db, workspaceId);
  if (!workspace || workspace.regionCode === null) throw new DomainError("notFound");
  return authorizeOffice(ctx, "workspaces.breakGlass", { regionCode: workspace.regionCode });
}

/**
 * Opens the live drafts of one workspace to the caller for an hour, for reading only and in everybody's sight (rule 2 of the matrix).
 * @throws DomainError notFound | forbidden | invalid (no reason) | conflict (open already, or nothing to open: drafts are read anyway)
 */
export async function openDrafts(
  ctx: Context,
  grant: OpenGrant,
  workspaceId: WorkspaceId,
  input: { reason: string },
): Promise<{ until: number }> {
  const { reason } = parseInput(reasonInput, input);
  return inTransaction(ctx, async (trx) => {
    const { role, breakGlass } = await standingIn(trx, workspaceId);
    if (breakGlass) throw new DomainError("conflict", { message: "您已打开这个空间的草稿。" });
    if (!seesVersionsOnly(role)) throw new DomainError("conflict", { message: "您本来就可以阅读这个空间的草稿。" });
    const now = trx.clock.now();
    const until = now + DRAFTS_OPEN_FOR;
    const id = trx.ids.next();
    await store.insertBreakGlass(trx.db, {
      id,
      workspace_id: workspaceId,
      person_id: grant.personId,
      reason,
      started_at: now,
      ends_at: until,
    });
    await tell(trx, grant, workspaceId);
    await recordActivity(trx, actorOf(grant, workspaceId), "drafts.opened", { reason });
    await recordAudit(trx, {
      type: "draft.breakGlass",
      object: { kind: "workspace", id: workspaceId },
      workspaceId,
      detail: { reason, until },
    });
    return { until };
  });
}

/** Closes them before the hour is over. @throws DomainError notFound | forbidden | conflict (not open) */
export async function closeDrafts(ctx: Context, grant: OpenGrant, workspaceId: WorkspaceId): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    const ended = await store.endOpenings(trx.db, workspaceId, grant.personId, trx.clock.now());
    if (ended === 0) throw new DomainError("conflict", { message: "这个空间的草稿没有打开。" });
    await recordActivity(trx, actorOf(grant, workspaceId), "drafts.closed", {});
    const detail = { closed: true };
    await recordAudit(trx, { type: "draft.breakGlass", object: { kind: "workspace", id: workspaceId }, workspaceId, detail });
    announce(trx, grant, workspaceId);
  });
}

async function tell(trx: TrxContext, grant: OpenGrant, workspaceId: WorkspaceId): Promise<void> {
  const members = await listCurrentMembers(trx.db, workspaceId);
  const managers = members.filter(({ role }) => MANAGER_ROLES.includes(role)).map(({ personId }) => personId);
  await notify(trx, managers, "draft.breakGlass", { actorId: grant.personId }, { workspaceId });
  announce(trx, grant, workspaceId);
}

/** The caller's sockets and pages are admitted anew; the pages of everybody in the workspace show who reads. */
function announce(trx: TrxContext, grant: OpenGrant, workspaceId: WorkspaceId): void {
  trx.publish({ type: "access.changed", personId: grant.personId });
  trx.publish({ type: "workspace.changed", workspaceId });
}

function actorOf(grant: OpenGrant, workspaceId: WorkspaceId) {
  return { workspaceId, personId: grant.personId, side: "guide" } as const;
}
