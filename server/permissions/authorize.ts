import { listOpenedBy } from "#db/break-glass.ts";
import {
  findDocumentFacts,
  findMembership,
  findProvinceRole,
  findWorkspaceFacts,
  listMemberships,
  listProvinceStandings,
  type DocumentFacts,
  type MembershipFacts,
} from "#db/permissions.ts";
import type { DocumentId, OrganisationId, PersonId, Role, Side, WorkspaceId } from "#db/schema.ts";
import type { Context, TrxContext, User } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { can, type Action, type Facts } from "./policy.ts";

declare const granted: unique symbol;

/** Proof that `authorize` allowed `action`. Commands demand it, so an unchecked write does not compile. */
export interface Grant<A extends Action = Action> {
  readonly [granted]: true;
  readonly action: A;
  readonly personId: PersonId;
  readonly workspaceId: WorkspaceId;
  readonly role: Role;
  readonly side: Side;
  readonly organisationId: OrganisationId;
}

export type DocumentGrant<A extends Action = Action> = Grant<A> & { readonly document: DocumentFacts };

/** The person's standing in a workspace: what `can` is asked with. */
export interface Standing {
  readonly personId: PersonId;
  readonly workspaceId: WorkspaceId;
  readonly role: Role;
  readonly side: Side;
  readonly organisationId: OrganisationId;
  readonly archived: boolean;
  /** The person has opened this workspace's drafts for an hour (rule 2). */
  readonly breakGlass: boolean;
}

type AnyContext = Context | TrxContext;

/** Standing of the signed-in person. @throws DomainError unauthenticated, or notFound for strangers: existence is not revealed */
export async function standingIn(ctx: AnyContext, workspaceId: WorkspaceId): Promise<Standing> {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const { personId } = ctx.user;
  const workspace = await findWorkspaceFacts(ctx.db, workspaceId);
  const membership = await standingFacts(ctx, ctx.user, workspaceId);
  if (!workspace || !membership) throw new DomainError("notFound");
  const opened = await openedBy(ctx, ctx.user);
  return { personId, workspaceId, ...membership, archived: workspace.archivedAt !== null, breakGlass: opened.has(workspaceId) };
}

const NONE: ReadonlySet<WorkspaceId> = new Set();

/** Drafts opened with a reason are read by that person at a browser, never by a script with a token. */
async function openedBy(ctx: AnyContext, user: User & { via: "session" | "token" }): Promise<ReadonlySet<WorkspaceId>> {
  return user.via === "session" ? listOpenedBy(ctx.db, user.personId, ctx.clock.now()) : NONE;
}

async function standingFacts(ctx: AnyContext, user: User, workspaceId: WorkspaceId): Promise<MembershipFacts | undefined> {
  const membership = await findMembership(ctx.db, workspaceId, user.personId);
  if (membership && counts(user, membership)) return membership;
  const oversight = await findProvinceRole(ctx.db, workspaceId, user.personId, ctx.clock.now());
  return oversight && counts(user, oversight) ? oversight : undefined;
}

/** Operators have no business here; a hat leaves only what is done in that role and for that unit. */
function counts({ hat, duty }: User, { role, organisationId }: MembershipFacts): boolean {
  if (duty !== null) return false;
  return hat === null || (hat.role === role && hat.organisationId === organisationId);
}

/** The signed-in person's standing in every workspace where standingIn finds one; for lists. @throws DomainError unauthenticated */
export async function listStandings(ctx: AnyContext): Promise<Standing[]> {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const { user } = ctx;
  const { personId } = user;
  const members = await listMemberships(ctx.db, personId);
  const overseen = await listProvinceStandings(ctx.db, personId, ctx.clock.now());
  const opened = await openedBy(ctx, user);
  const standings = new Map<WorkspaceId, Standing>();
  for (const { archivedAt, ...facts } of [...members, ...overseen].filter((one) => counts(user, one))) {
    // Membership goes before oversight, as in standingIn.
    if (standings.has(facts.workspaceId)) continue;
    standings.set(facts.workspaceId, { personId, ...facts, archived: archivedAt !== null, breakGlass: opened.has(facts.workspaceId) });
  }
  return [...standings.values()];
}

/** @throws DomainError unauthenticated | notFound | forbidden */
export async function authorize<A extends Action>(
  ctx: AnyContext,
  action: A,
  workspaceId: WorkspaceId,
  facts: Pick<Facts, "documentKind" | "own" | "targetSide"> = {},
): Promise<Grant<A>> {
  const standing = await standingIn(ctx, workspaceId);
  return grant(action, standing, facts);
}

/** The same for one document; its workspace is derived, never named by the caller. @throws DomainError as `authorize` */
export async function authorizeDocument<A extends Action>(ctx: AnyContext, action: A, documentId: DocumentId): Promise<DocumentGrant<A>> {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const document = await findDocumentFacts(ctx.db, documentId);
  if (!document) throw new DomainError("notFound");
  const standing = await standingIn(ctx, document.workspaceId);
  return { ...grant(action, standing, documentFacts(standing, document)), document };
}

/** What the policy is asked about a document, for one person. */
export function documentFacts(standing: Standing, document: Pick<DocumentFacts, "kind" | "organisationId">): Facts {
  const { archived, breakGlass, organisationId } = standing;
  return { documentKind: document.kind, own: document.organisationId === organisationId, archived, breakGlass };
}

function grant<A extends Action>(action: A, standing: Standing, facts: Facts): Grant<A> {
  const asked: Facts = { ...facts, ownSide: standing.side, archived: standing.archived, breakGlass: standing.breakGlass };
  if (!can(standing.role, action, asked)) throw new DomainError("forbidden");
  const { personId, workspaceId, role, side, organisationId } = standing;
  // The one place a Grant is made: the brand has no runtime value.
  return { action, personId, workspaceId, role, side, organisationId } as Grant<A>;
}
