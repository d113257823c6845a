/** Who may do what in a workspace: the actions of today's doors, each as the deeds of the matrix that allow it. Pure, browser-safe. */
import type { DocumentKind, Role, Side } from "#db/schema.ts";
import { OBJECT_OF_KIND, type Deed } from "./matrix.ts";
import { mayDo, type MatrixFacts } from "./may-do.ts";

export const ACTIONS = [
  "workspace.read",
  "workspace.manageMembers",
  "plan.list",
  "plan.readLive",
  "plan.readPublished",
  "plan.create",
  "plan.edit",
  "plan.comment",
  "plan.saveVersion",
  "plan.restore",
] as const;
export type Action = (typeof ACTIONS)[number];

export interface Facts {
  /** Kind of the document, where the action concerns one. */
  readonly documentKind?: DocumentKind;
  /** The document (or the one to be created) belongs to the person's own organisation. */
  readonly own?: boolean;
  /** The side whose members are to be managed, and the person's own. */
  readonly targetSide?: Side;
  readonly ownSide?: Side;
  /** An archived workspace is read-only for everybody. */
  readonly archived?: boolean;
  /** The person has opened the drafts of this workspace for an hour, with a reason and in everybody's sight. */
  readonly breakGlass?: boolean;
}

/** Deeds of which one is enough. Whoever edits a text reads and comments it; whoever reads it live reads its versions. */
export const DEEDS_OF: Record<Action, readonly Deed[]> = {
  "workspace.read": ["R", "r"],
  "workspace.manageMembers": ["S"],
  "plan.list": ["R", "r"],
  "plan.readLive": ["R", "E"],
  "plan.readPublished": ["R", "E", "r"],
  "plan.create": ["C"],
  "plan.edit": ["E"],
  "plan.comment": ["K", "E"],
  "plan.saveVersion": ["E"],
  "plan.restore": ["E"],
};

/** A membership is the assignment of a region or an alliance, and roles of alliances are held in alliances only. */
const OF_A_STANDING = { assigned: true, alliance: true } as const;
/** Where a version is asked for only a released one is ever given (readingOf). */
const OF_A_RELEASE = { submitted: true, published: true } as const;

/** True where the matrix allows it. Everything not listed is refused. */
export function can(role: Role, action: Action, facts: Facts = {}): boolean {
  const { documentKind, own = false, archived = false, breakGlass = false, targetSide, ownSide } = facts;
  if (action === "workspace.manageMembers") {
    // Rule 5: each side manages its own members only, an alliance too.
    const isOwnSide = targetSide !== undefined && targetSide === ownSide;
    return mayDo(role, "workspace", "S", { ownSide: isOwnSide, alliance: isOwnSide, archived });
  }
  if (action === "workspace.read" || action === "plan.list") {
    return DEEDS_OF[action].some((deed) => mayDo(role, "workspace", deed, OF_A_STANDING));
  }
  if (documentKind === undefined) return false;
  const asked: MatrixFacts = { ...OF_A_STANDING, own, archived, breakGlass, kind: documentKind, ...releaseFacts(action) };
  // Editing stands for reading too: an archived text stays readable to whoever could edit it.
  return DEEDS_OF[action].some((deed) =>
    mayDo(role, OBJECT_OF_KIND[documentKind], deed, { ...asked, archived: archived && !reads(action) }),
  );
}

function reads(action: Action): boolean {
  return action === "plan.readLive" || action === "plan.readPublished";
}

function releaseFacts(action: Action): MatrixFacts {
  return action === "plan.readPublished" ? OF_A_RELEASE : {};
}

const PLAN_KINDS: readonly DocumentKind[] = ["regionalPlan", "annualPlan", "achievementSubplan", "schoolPlan"];

/** True for a role that reads submitted and published versions only, whatever the kind and whoever owns it. */
export function seesVersionsOnly(role: Role): boolean {
  return PLAN_KINDS.every((documentKind) => !can(role, "plan.readLive", { documentKind, own: true }));
}
