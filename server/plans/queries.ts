import { SCHEMA_VERSION } from "#collab/names.ts";
import { bodyText, planCompleteness, type MissingSection } from "#collab/docs/plan.ts";
import type { Access } from "#collab/protocol.ts";
import * as store from "#db/plans.ts";
import { listParties } from "#db/workspaces.ts";
import type { DocumentId, VersionId, WorkspaceId } from "#db/schema.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { authorize, authorizeDocument, documentFacts, listStandings, standingIn, type Standing } from "#server/permissions/authorize.ts";
import { listableDocuments, listReadable, readingOf, type DocumentReading } from "#server/permissions/documents.ts";
import { can, type Action } from "#server/permissions/policy.ts";
import { KINDS_IN_WORKSPACE } from "./contract.ts";
import { parseBody } from "./content.ts";
import { countSections } from "./rules.ts";
import { findTemplate } from "./templates.ts";
import { textsOf, type PlanText } from "./text-port.ts";

type DocumentRow = NonNullable<Awaited<ReturnType<typeof store.findDocumentRow>>>;

const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

/** Plans the person may open, by kind in the order of the programme, then by school and title. @throws DomainError unauthenticated | notFound */
export async function listDocuments(ctx: Context, workspaceId: WorkspaceId) {
  await authorize(ctx, "plan.list", workspaceId);
  const standing = await standingIn(ctx, workspaceId);
  const rows = listableDocuments(standing, await store.listDocumentRows(ctx.db, [workspaceId]));
  const order = KINDS_IN_WORKSPACE.pair;
  return rows
    .map((row) => toListItem(row, standing))
    .sort(
      (a, b) =>
        order.indexOf(a.kind) - order.indexOf(b.kind) ||
        collator.compare(a.organisationName, b.organisationName) ||
        collator.compare(a.title, b.title) ||
        a.createdAt - b.createdAt,
    );
}

export type DocumentListItem = Awaited<ReturnType<typeof listDocuments>>[number];

/** The plans of all the person's workspaces that changed last, the newest first. @throws DomainError unauthenticated */
export async function listRecentPlans(ctx: Context, limit: number) {
  const standings = await listStandings(ctx);
  const readable = await listReadable(ctx, standings);
  const newest = readable.sort((a, b) => changedAt(b) - changedAt(a)).slice(0, limit);
  const rows = await store.listDocumentRowsById(
    ctx.db,
    newest.map(({ id }) => id),
  );
  return newest.flatMap(({ id, workspaceId }) => {
    const row = rows.find((one) => one.id === id);
    const standing = standings.find((one) => one.workspaceId === workspaceId);
    return row && standing ? [{ ...toListItem(row, standing), workspaceId, workspaceTitle: row.workspaceTitle }] : [];
  });
}

/** Plans of the person's own unit that the person writes and in which required sections are missing; the one changed last first. @throws DomainError unauthenticated */
export async function listUnfinishedPlans(ctx: Context, limit: number) {
  const standings = new Map((await listStandings(ctx)).map((standing) => [standing.workspaceId, standing]));
  const own = (await listReadable(ctx, [...standings.values()])).filter(({ kind, organisationId, workspaceId }) => {
    const standing = standings.get(workspaceId);
    const mine = standing !== undefined && standing.organisationId === organisationId;
    return mine && can(standing.role, "plan.edit", documentFacts(standing, { kind, organisationId }));
  });
  const rows = await store.listDocumentRowsById(
    ctx.db,
    own.map(({ id }) => id),
  );
  return rows
    .map((row) => ({ row, missing: parseMissing(row.missing) }))
    .filter(({ row, missing }) => row.state === "draft" && missing.length > 0)
    .sort((a, b) => b.row.updatedAt - a.row.updatedAt)
    .slice(0, limit)
    .map(({ row: { id, title, workspaceId, workspaceTitle, sectionsTotal }, missing }) => {
      return { id, title, workspaceId, workspaceTitle, total: sectionsTotal ?? 0, missing: missing.map((section) => section.title) };
    });
}

export type RecentPlan = Awaited<ReturnType<typeof listRecentPlans>>[number];

/**
 * The text of one plan: live for those who may read it live, otherwise the released version.
 * @throws DomainError unauthenticated | notFound | forbidden
 */
export async function getDocument(ctx: Context, id: DocumentId) {
  const { row, standing, reading } = await openDocument(ctx, id);
  const { head, blocks, text } = await readText(ctx, row, reading);
  const { kind, title, state, workspaceId } = row;
  return { id, workspaceId, kind, title, state, reading, access: accessOf(standing, row, reading), head, blocks, text };
}

export type DocumentView = Awaited<ReturnType<typeof getDocument>>;

/** Everything the plan page needs before the editor has connected. @throws DomainError as getDocument */
export async function getPlanPage(ctx: Context, id: DocumentId) {
  const { row, standing, reading } = await openDocument(ctx, id);
  const text = await readText(ctx, row, reading);
  const parties = await listParties(ctx.db, row.workspaceId);
  const allowed = (action: Action) => reading === "live" && can(standing.role, action, documentFacts(standing, row));
  return {
    id,
    workspaceId: row.workspaceId,
    kind: row.kind,
    title: row.title,
    state: row.state,
    templateKey: row.templateKey,
    organisation: { id: row.organisationId, name: row.organisationName, isDemo: row.organisationIsDemo === 1 },
    createdByName: row.createdByName,
    createdAt: row.createdAt,
    updatedAt: changedAt({ ...row, reading }),
    lineage: row.lineage,
    schemaVersion: SCHEMA_VERSION,
    reading,
    access: accessOf(standing, row, reading),
    role: standing.role,
    side: standing.side,
    archived: standing.archived,
    may: { saveVersion: allowed("plan.saveVersion"), restore: allowed("plan.restore"), comment: allowed("plan.comment") },
    parties: parties.map(({ side, name, isLead, isDemo }) => ({ side, name, isLead: isLead === 1, isDemo: isDemo === 1 })),
    seen: reading === "live" ? await store.listSeen(ctx.db, id) : [],
    versionCount: row.versionCount ?? 0,
    /** Required headings, and the same counted in level-one sections. */
    completeness: text.completeness,
    sections: countSections(findTemplate(row.templateKey)?.sections ?? [], text.completeness.missing),
    head: text.head,
    blocks: text.blocks,
  };
}

export type PlanPage = Awaited<ReturnType<typeof getPlanPage>>;

/** Versions the person may open, the newest first, without their content. @throws DomainError as getDocument */
export async function listVersions(ctx: Context, id: DocumentId) {
  const { row, reading } = await openDocument(ctx, id);
  const versions = await store.listVersionRows(ctx.db, id);
  return versions
    .filter((version) => reading === "live" || version.id === row.releasedVersionId)
    .map((version) => ({ ...version, isReleased: version.id === row.releasedVersionId }));
}

export type VersionListItem = Awaited<ReturnType<typeof listVersions>>[number];

/** One version with its blocks and text. @throws DomainError as getDocument */
export async function getVersion(ctx: Context, id: DocumentId, versionId: VersionId) {
  const { row, reading } = await openDocument(ctx, id);
  const version = reading === "live" || versionId === row.releasedVersionId ? await store.findVersionRow(ctx.db, id, versionId) : undefined;
  if (!version) throw new DomainError("notFound", { message: "没有找到这一版。" });
  const { content, ...meta } = version;
  const blocks = parseBody(content);
  return { ...meta, isReleased: versionId === row.releasedVersionId, blocks, text: bodyText(blocks) };
}

export type VersionView = Awaited<ReturnType<typeof getVersion>>;

async function openDocument(ctx: Context, id: DocumentId): Promise<{ row: DocumentRow; standing: Standing; reading: DocumentReading }> {
  // Every reader of the live text may read released versions too, so this is the widest door; readingOf narrows it.
  await authorizeDocument(ctx, "plan.readPublished", id);
  const row = await store.findDocumentRow(ctx.db, id);
  if (!row) throw new DomainError("notFound");
  const standing = await standingIn(ctx, row.workspaceId);
  const reading = readingOf(standing, row);
  if (reading === null) throw new DomainError("forbidden", { message: "这份方案还没有提交或发布，您可在提交后查看。" });
  return { row, standing, reading };
}

async function readText(ctx: Context, row: DocumentRow, reading: DocumentReading): Promise<PlanText> {
  const template = findTemplate(row.templateKey);
  if (reading === "live") return textsOf(ctx).read(row.id, template);
  const version = row.releasedVersionId === null ? undefined : await store.findVersionRow(ctx.db, row.id, row.releasedVersionId);
  if (!version) throw new DomainError("notFound");
  const blocks = parseBody(version.content);
  return { head: version.headSeq, blocks, text: bodyText(blocks), completeness: planCompleteness(blocks, template) };
}

function accessOf(standing: Standing, row: DocumentRow, reading: DocumentReading): Access {
  const facts = documentFacts(standing, row);
  if (reading === "live" && can(standing.role, "plan.edit", facts)) return "write";
  return reading === "live" && can(standing.role, "plan.comment", facts) ? "comment" : "read";
}

function toListItem(row: DocumentRow, standing: Standing) {
  const reading = readingOf(standing, row) ?? "released";
  const missing: readonly MissingSection[] = parseMissing(row.missing);
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    templateKey: row.templateKey,
    organisationId: row.organisationId,
    organisationName: row.organisationName,
    organisationIsDemo: row.organisationIsDemo === 1,
    isOwn: row.organisationId === standing.organisationId,
    reading,
    access: accessOf(standing, row, reading),
    // How far a draft has come is part of the draft.
    completeness:
      reading === "live" && row.sectionsTotal !== null
        ? { total: row.sectionsTotal, filled: row.sectionsFilled ?? 0, missing: missing.map((section) => section.title) }
        : null,
    sections:
      reading === "live" && row.sectionsTotal !== null ? countSections(findTemplate(row.templateKey)?.sections ?? [], missing) : null,
    versionCount: reading === "live" ? (row.versionCount ?? 0) : 1,
    createdByName: row.createdByName,
    createdAt: row.createdAt,
    updatedAt: changedAt({ ...row, reading }),
  };
}

/** Whoever reads a released version is told when that was made, not when the draft behind it was last edited. */
function changedAt(document: { reading: DocumentReading; releasedAt: number | null; updatedAt: number }): number {
  return document.reading === "released" ? (document.releasedAt ?? document.updatedAt) : document.updatedAt;
}

function parseMissing(stored: string | null): MissingSection[] {
  // Written by saveProjection alone, from planCompleteness.
  return stored === null ? [] : (JSON.parse(stored) as MissingSection[]);
}
