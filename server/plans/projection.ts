import { findDocumentRow, saveProjection, touchDocument } from "#db/plans.ts";
import type { DocumentId } from "#db/schema.ts";
import type { App } from "#server/core/context.ts";
import { findTemplate } from "./templates.ts";
import { textsOf } from "./text-port.ts";

/**
 * Reads the text again and stores what lists and search show of it. Announces the document when its completeness moved.
 * @throws DomainError storageUnavailable
 */
export async function projectPlan(ctx: App, id: DocumentId): Promise<void> {
  const row = await findDocumentRow(ctx.db, id);
  if (!row) return;
  const { head, text, completeness } = await textsOf(ctx).read(id, findTemplate(row.templateKey));
  const { total, filled, missing } = completeness;
  const now = ctx.clock.now();
  await saveProjection(ctx.db, {
    document_id: id,
    head_seq: head,
    text,
    sections_total: total,
    sections_filled: filled,
    missing: JSON.stringify(missing),
    updated_at: now,
  });
  if (row.headSeq !== null && row.headSeq < head) await touchDocument(ctx.db, id, now);
  if (row.sectionsFilled !== filled || row.sectionsTotal !== total) {
    ctx.deliver([{ type: "document.changed", workspaceId: row.workspaceId, documentId: id }]);
  }
}
