/** Four eyes: what one administrator asks for, a second one decides, and the change is made with the decision. */
import * as store from "#db/administration-approvals.ts";
import { listActiveOperators } from "#db/administration-people.ts";
import type { ApprovalId, ApprovalKind, ApprovalTable } from "#db/schema-access.ts";
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { notify } from "#server/notifications/notify.ts";
import { authorizeOffice, type OfficeGrant } from "#server/permissions/authorize-office.ts";
import type { OfficeAction } from "#server/permissions/offices.ts";
import { standInFor } from "#server/permissions/stand-in.ts";
import { CHANGES } from "./approval-changes.ts";
import { APPROVAL_DAYS, APPROVAL_KIND_LABELS, type ApprovalPayloads } from "./contract.ts";
import { decisionInput, requestInput, type RequestInput } from "./input.ts";
import { refuseIssuerAsks, refuseIssuerDecides } from "./issuers.ts";

const DAY = 24 * 3600_000;

/** What asking for each kind needs. */
export const ASKING: Record<ApprovalKind, OfficeAction & ("duties.request" | "approvals.request")> = {
  duty: "duties.request",
  provinceAdmin: "approvals.request",
  unitAdmin: "approvals.request",
  secondFactorReset: "approvals.request",
};

type AskGrant = OfficeGrant<"duties.request"> | OfficeGrant<"approvals.request">;

/** The grant for asking, by what is asked. @throws DomainError invalid | unauthenticated | forbidden */
export async function authorizeRequest(ctx: Context, given: unknown): Promise<{ grant: AskGrant; input: RequestInput }> {
  const input = parseInput(requestInput, given);
  return { grant: await authorizeOffice(ctx, ASKING[input.kind]), input };
}

/**
 * Asks for a change that needs a second person; those who can decide are told. @returns the request's id
 * @throws DomainError invalid | notFound | forbidden (for oneself) | conflict (not allowed, asked for already, or by who gave the account
 * its password)
 */
export async function requestApproval(ctx: Context, grant: AskGrant, input: RequestInput): Promise<ApprovalId> {
  if (grant.action !== ASKING[input.kind]) throw new DomainError("forbidden", { message: "您没有提出这类申请的权限。" });
  return inTransaction(ctx, async (trx) => {
    const subjectId = input.subjectId as PersonId; // Checked against the table by the change itself.
    if (subjectId === grant.personId) throw new DomainError("forbidden", { message: "不能为自己提出申请，请由另一位管理员提出。" });
    if ((await store.findPendingApproval(trx.db, input.kind, subjectId)) !== undefined) {
      throw new DomainError("conflict", { message: `此人已有一项“${APPROVAL_KIND_LABELS[input.kind]}”申请在等待批准。` });
    }
    const payload = await CHANGES[input.kind].prepare(trx, grant, input);
    await refuseIssuerAsks(trx, { kind: input.kind, subjectId, payload }, grant.personId);
    const id = trx.ids.next() as ApprovalId; // New ids are made here.
    const now = trx.clock.now();
    await store.insertApproval(trx.db, {
      id,
      kind: input.kind,
      subject_id: subjectId,
      payload: JSON.stringify(payload),
      reason: input.reason,
      requested_by: grant.personId,
      requested_at: now,
      expires_at: now + APPROVAL_DAYS * DAY,
      state: "pending",
      decided_by: null,
      decided_at: null,
      note: "",
    });
    await recordAudit(trx, {
      type: "approval.requested",
      object: { kind: "approval", id },
      detail: { kind: input.kind, subjectId, ...payload },
    });
    const deciders = await listActiveOperators(trx.db, ["system", "security"]);
    const others = deciders.filter((one) => one !== subjectId && one !== grant.personId);
    await notify(trx, others, "approval.waiting", { approvalId: id });
    return id;
  });
}

/**
 * Approves, which makes the change in the same transaction, or refuses.
 * @throws DomainError invalid | notFound | forbidden (the asking person, or whom it concerns) | conflict (settled, expired, or not allowed any more)
 */
export async function decideApproval(ctx: Context, grant: OfficeGrant<"approvals.decide">, id: ApprovalId, given: unknown): Promise<void> {
  const { approve, note } = parseInput(decisionInput, given);
  if (!approve && note === "") throw new DomainError("invalid", { fields: { note: "请写明不批准的理由。" } });
  await inTransaction(ctx, async (trx) => {
    const approval = await findOpen(trx, id);
    const by = grant.personId;
    if (by === approval.requested_by) throw new DomainError("forbidden", { message: "申请须由第二人决定，不能自己批准自己的申请。" });
    if (by === approval.subject_id) throw new DomainError("forbidden", { message: "不能决定关于自己的申请。" });
    const exempt = approve && (await makeChange(trx, approval, by));
    const state = approve ? "approved" : "refused";
    if (!(await store.settleApproval(trx.db, id, { state, by, at: trx.clock.now(), note }))) throw settled();
    await audited(trx, approval, approve ? "approval.approved" : "approval.refused", exempt ? { byIssuer: true } : {});
    await notify(trx, [approval.requested_by], "approval.decided", { approvalId: id, approved: approve });
  });
}

/** The grant by which a request can be taken back: that of asking for its kind. @throws DomainError unauthenticated | forbidden | notFound */
export async function authorizeWithdrawal(ctx: Context, id: ApprovalId): Promise<AskGrant> {
  const approval = await store.findApproval(ctx.db, id);
  if (approval && approval.requested_by === ctx.user?.personId) return authorizeOffice(ctx, ASKING[approval.kind]);
  if (!ctx.user) throw new DomainError("unauthenticated");
  throw new DomainError("notFound", { message: "没有这项申请。" });
}

/** @throws DomainError notFound (unknown, or somebody else's) | conflict (settled) */
export async function withdrawApproval(ctx: Context, grant: AskGrant, id: ApprovalId): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    const approval = await findOpen(trx, id);
    if (approval.requested_by !== grant.personId) throw new DomainError("notFound", { message: "没有这项申请。" });
    if (!(await store.settleApproval(trx.db, id, { state: "withdrawn", by: null, at: trx.clock.now(), note: "" }))) throw settled();
    await audited(trx, approval, "approval.withdrawn");
  });
}

/** Settles what nobody decided in time. */
export async function expireApprovals(ctx: Context): Promise<void> {
  const overdue = await store.listOverdueApprovals(ctx.db, ctx.clock.now());
  for (const { id, requestedBy, subjectId, kind } of overdue) {
    await inTransaction(ctx, async (trx) => {
      if (!(await store.settleApproval(trx.db, id, { state: "expired", by: null, at: trx.clock.now(), note: "" }))) return;
      await recordAudit(trx, { type: "approval.expired", object: { kind: "approval", id }, detail: { kind, subjectId } });
      await notify(trx, [requestedBy], "approval.decided", { approvalId: id, approved: false });
    });
  }
}

/** Everything the request rested on is looked at again: days have passed. @returns as refuseIssuerDecides @throws DomainError conflict */
async function makeChange(ctx: TrxContext, approval: ApprovalTable, approvedBy: PersonId): Promise<boolean> {
  const asker = await standInFor(ctx, approval.requested_by);
  const stillAsks = asker !== null && (await mayAsk(asker, approval.kind));
  if (!stillAsks) throw new DomainError("conflict", { message: "申请人已不再具有提出这项申请的权限，请退回此申请。" });
  // Written by requestApproval with the shape of its kind.
  const payload = JSON.parse(approval.payload) as ApprovalPayloads[ApprovalKind];
  const { kind, subject_id: subjectId, requested_by: requestedBy } = approval;
  const exempt = await refuseIssuerDecides(ctx, { kind, subjectId, payload }, { asker: requestedBy, decider: approvedBy });
  await CHANGES[kind].make(ctx, { subjectId, requestedBy, approvedBy, payload });
  return exempt;
}

async function mayAsk(ctx: TrxContext, kind: ApprovalKind): Promise<boolean> {
  try {
    await authorizeOffice(ctx, ASKING[kind]);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

async function findOpen(ctx: TrxContext, id: ApprovalId): Promise<ApprovalTable> {
  const approval = await store.findApproval(ctx.db, id);
  if (!approval) throw new DomainError("notFound", { message: "没有这项申请。" });
  if (approval.state !== "pending") throw settled();
  if (approval.expires_at <= ctx.clock.now()) throw new DomainError("conflict", { message: "这项申请已过期，请重新提出。" });
  return approval;
}

const settled = () => new DomainError("conflict", { message: "这项申请已有结果，请刷新页面查看。" });

async function audited(
  ctx: TrxContext,
  approval: ApprovalTable,
  type: "approval.approved" | "approval.refused" | "approval.withdrawn",
  more: { readonly byIssuer?: true } = {},
) {
  const { id, kind, subject_id: subjectId, requested_by: requestedBy } = approval;
  await recordAudit(ctx, { type, object: { kind: "approval", id }, detail: { kind, subjectId, requestedBy, ...more } });
}
