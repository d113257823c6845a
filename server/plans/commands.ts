import { SCHEMA_VERSION } from "#collab/names.ts";
import { seedPlan } from "#collab/docs/plan.ts";
import * as store from "#db/plans.ts";
import type { DocumentId, OrganisationId, VersionId, WorkspaceId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { findWorkspace, listParties } from "#db/workspaces.ts";
import { recordAudit, recordAuditAlone } from "#server/audit/record.ts";
import { afterwards } from "#server/core/afterwards.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { listLiveReaders } from "#server/notifications/audience.ts";
import { notify } from "#server/notifications/notify.ts";
import { authorize, standingIn, type DocumentGrant, type Grant } from "#server/permissions/authorize.ts";
import { can } from "#server/permissions/policy.ts";
import { recordActivity } from "#server/workspaces/commands.ts";
import { hashContent, parseBody } from "./content.ts";
import { TEMPLATE_KINDS } from "./contract.ts";
import { createPlanInput, saveVersionInput, type CreatePlanInput, type SaveVersionInput } from "./input.ts";
import { projectPlan } from "./projection.ts";
import { ownerOfPlan } from "./rules.ts";
import { requireTemplate } from "./templates.ts";
import { textsOf } from "./text-port.ts";

/** Author of what the server itself writes into a text. */
const SYSTEM = "system";

/** Asks the policy about the plan this input would make. @throws DomainError invalid | unauthenticated | notFound | forbidden */
export async function authorizeCreatePlan(ctx: Context, workspaceId: WorkspaceId, input: CreatePlanInput): Promise<Grant<"plan.create">> {
  const standing = await standingIn(ctx, workspaceId);
  const { template, organisationId } = parseInput(createPlanInput, input);
  const own = organisationId === undefined || organisationId === standing.organisationId;
  return authorize(ctx, "plan.create", workspaceId, { documentKind: TEMPLATE_KINDS[template], own });
}

/**
 * Creates a plan from a template, seeded once by the server.
 * @throws DomainError invalid (kind has no place here, school not in the workspace) | forbidden | tooManyRequests | storageUnavailable
 */
export async function createPlan(ctx: Context, grant: Grant<"plan.create">, input: CreatePlanInput): Promise<{ id: DocumentId }> {
  const { template, title, organisationId } = parseInput(createPlanInput, input);
  ctx.planWrites?.spend(grant.personId);
  const kind = TEMPLATE_KINDS[template];
  const workspace = await findWorkspace(ctx.db, grant.workspaceId);
  if (!workspace) throw new DomainError("notFound");
  // An organisation id from a form is only compared with the parties of this workspace.
  const asked = (organisationId ?? grant.organisationId) as OrganisationId;
  const owner = ownerOfPlan(kind, workspace.kind, await listParties(ctx.db, grant.workspaceId), asked);
  if ("refusal" in owner) throw new DomainError("invalid", { message: owner.refusal, fields: { [owner.field]: owner.refusal } });
  // The grant may have been asked for another kind: the policy is asked again about what is really made.
  const facts = { documentKind: kind, own: owner.organisationId === grant.organisationId };
  if (!can(grant.role, "plan.create", facts)) throw new DomainError("forbidden");

  const id = ctx.ids.next() as DocumentId;
  const seed = seedPlan(requireTemplate(template), { title, nextId: () => ctx.ids.next() });
  // Text first: a crash in between leaves an orphan nobody can name, never a document whose template is missing.
  await textsOf(ctx).seed(id, SYSTEM, seed);
  const now = ctx.clock.now();
  await inTransaction(ctx, async (trx) => {
    await store.insertDocument(trx.db, {
      id,
      workspace_id: grant.workspaceId,
      kind,
      template_key: template,
      title,
      state: "draft",
      organisation_id: owner.organisationId,
      lineage: trx.ids.next(),
      schema_version: SCHEMA_VERSION,
      released_version_id: null,
      created_by: grant.personId,
      created_at: now,
      updated_at: now,
      deleted_at: null,
    });
    await recordActivity(trx, grant, "plan.created", { documentId: id, title });
    const object = { kind: "document", id };
    await recordAudit(trx, { type: "plan.created", object, workspaceId: grant.workspaceId, detail: { template, title } });
    trx.publish({ type: "document.created", workspaceId: grant.workspaceId, documentId: id });
    const readers = await listLiveReaders(trx, grant.workspaceId, { kind, organisationId: owner.organisationId, releasedVersionId: null });
    await notify(trx, readers, "plan.created", { actorId: grant.personId }, { workspaceId: grant.workspaceId, documentId: id });
  });
  await afterwards(ctx, () => projectPlan(ctx, id));
  return { id };
}

/** Keeps a full copy of the text as it is durable now. @throws DomainError invalid | tooManyRequests | storageUnavailable */
export async function saveVersion(
  ctx: Context,
  grant: DocumentGrant<"plan.saveVersion">,
  input: SaveVersionInput,
): Promise<{ id: VersionId; number: number; hash: string }> {
  const { name, note } = parseInput(saveVersionInput, input);
  ctx.planWrites?.spend(grant.personId);
  const documentId = grant.document.id;
  const { head, canonical } = await textsOf(ctx).freeze(documentId);
  const { content, hash } = hashContent(canonical);
  return inTransaction(ctx, async (trx) => {
    const row = await requireRow(trx.db, documentId);
    const { title } = row;
    const id = trx.ids.next() as VersionId;
    const number = await store.nextVersionNumber(trx.db, documentId);
    await store.insertVersion(trx.db, {
      id,
      document_id: documentId,
      number,
      name,
      note,
      author_id: grant.personId,
      created_at: trx.clock.now(),
      head_seq: head,
      hash,
      content,
    });
    await recordActivity(trx, grant, "version.saved", { documentId, versionId: id, title, number, name });
    const object = { kind: "document", id: documentId };
    await recordAudit(trx, { type: "version.saved", object, workspaceId: grant.workspaceId, detail: { versionId: id, number, hash } });
    trx.publish({ type: "version.created", workspaceId: grant.workspaceId, documentId, versionId: id });
    const readers = await listLiveReaders(trx, grant.workspaceId, row);
    const about = { workspaceId: grant.workspaceId, documentId };
    await notify(trx, readers, "version.saved", { actorId: grant.personId, versionId: id, number }, about);
    return { id, number, hash };
  });
}

/** Turns the live text back into a version by a forward edit that open editors follow. @throws DomainError notFound | storageUnavailable */
export async function restoreVersion(ctx: Context, grant: DocumentGrant<"plan.restore">, versionId: VersionId): Promise<{ head: number }> {
  const documentId = grant.document.id;
  const version = await store.findVersionRow(ctx.db, documentId, versionId);
  if (!version) throw new DomainError("notFound", { message: "没有找到这一版。" });
  ctx.planWrites?.spend(grant.personId);
  const { title } = await requireRow(ctx.db, documentId);
  const audited = { type: "version.restored", object: { kind: "document", id: documentId }, workspaceId: grant.workspaceId } as const;
  const detail = { versionId, number: version.number };
  // Before it happens: the text lies in another file, and what cannot be recorded must not be done.
  await recordAuditAlone(ctx, { ...audited, detail });
  const head = await textsOf(ctx)
    .restore(documentId, grant.personId, parseBody(version.content))
    .catch(async (error: unknown) => {
      await recordAuditAlone(ctx, { ...audited, outcome: "failure", detail });
      throw error;
    });
  const note = async (trx: TrxContext) => {
    await store.touchDocument(trx.db, documentId, trx.clock.now());
    const { number, name } = version;
    await recordActivity(trx, grant, "version.restored", { documentId, versionId, title, number, name });
    trx.publish({ type: "document.changed", workspaceId: grant.workspaceId, documentId });
  };
  await afterwards(ctx, () => inTransaction(ctx, note));
  await afterwards(ctx, () => projectPlan(ctx, documentId));
  return { head };
}

async function requireRow(db: Parameters<typeof store.findDocumentRow>[0], id: DocumentId) {
  const row = await store.findDocumentRow(db, id);
  if (!row) throw new DomainError("notFound");
  return row;
}
