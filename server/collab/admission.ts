import type { Identity } from "#collab/peer.ts";
import type { Access } from "#collab/protocol.ts";
import { findUnitName, listAdmissionFacts, workspaceKey, type AdmissionFacts } from "#db/collab.ts";
import { findDocumentFacts } from "#db/permissions.ts";
import type { DocumentId, PersonId, Side, WorkspaceId } from "#db/schema.ts";
import type { App, SessionUser } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { DomainError } from "#server/core/errors.ts";
import { documentFacts, standingIn, type Standing } from "#server/permissions/authorize.ts";
import { can, type Facts } from "#server/permissions/policy.ts";

/** What a person may do at a document now, and who they are there. */
export interface Admission {
  readonly user: SessionUser;
  readonly documentId: DocumentId;
  readonly workspaceId: WorkspaceId;
  readonly lineage: string;
  readonly access: Access;
  readonly side: Side;
  readonly identity: Identity;
  /** The facts behind the decision as one line; when it changes, the decision is made again. */
  readonly stamp: string;
}

/** Caret colours of a side, all readable as text on paper. */
const COLORS: Record<Side, readonly string[]> = {
  holder: ["#1f5c99", "#2f4f8f", "#11697a", "#3d5a80", "#275dad", "#0b6e99"],
  applicant: ["#7d5316", "#8a4b1f", "#6b5b12", "#92500f", "#7a3e2b", "#5f5a1e"],
  alliance: ["#2e6b3f", "#3f6212", "#1f6f5c", "#4a6741", "#52682c", "#286b52"],
  guide: ["#5b4b8a", "#6d3f7d", "#4e4f6b", "#7a4069", "#57507c", "#664a78"],
};

/** Session, document, standing, policy, in this order. @throws DomainError notFound (strangers too) | forbidden */
export async function admit(app: App, user: SessionUser, documentId: DocumentId): Promise<Admission> {
  const { personId } = user;
  const document = await findDocumentFacts(app.db, documentId);
  if (!document) throw new DomainError("notFound");
  const { workspaceId, lineage } = document;
  // Read before what it stands for: a change in between makes the stamp differ, and the sweep decides again.
  const facts = await listAdmissionFacts(app.db, [documentId], [workspaceId], [personId], app.clock.now());
  const current = await findDocumentFacts(app.db, documentId);
  if (!current) throw new DomainError("notFound");
  const standing = await standingIn(createContext(app, user, ""), current.workspaceId);
  const access = accessOf(standing, documentFacts(standing, current));
  const { side } = standing;
  const unit = await findUnitName(app.db, standing.organisationId);
  const identity = { name: user.displayName, unit, side, color: colorOf(side, personId), mark: user.mark };
  return { user, documentId, workspaceId, lineage, access, side, identity, stamp: stampOf(facts, { documentId, workspaceId, personId }) };
}

/** One line for one seat out of the facts of many. */
export function stampOf(facts: AdmissionFacts, seat: { documentId: string; workspaceId: string; personId: string }): string {
  return `${facts.documents.get(seat.documentId) ?? "-"} ${facts.memberships.get(workspaceKey(seat.workspaceId, seat.personId)) ?? "-"}`;
}

function accessOf(standing: Standing, facts: Facts): Access {
  if (can(standing.role, "plan.edit", facts)) return "write";
  if (can(standing.role, "plan.comment", facts)) return "comment";
  if (can(standing.role, "plan.readLive", facts)) return "read";
  throw new DomainError("forbidden");
}

/** The same person has the same colour everywhere. */
function colorOf(side: Side, personId: PersonId): string {
  const palette = COLORS[side];
  let sum = 0;
  for (const character of personId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return palette[sum % palette.length] ?? "#3d4451";
}
