import type { Asked } from "#server/permissions/entry-points.ts";
import { readingOf } from "#server/permissions/documents.ts";
import { OFFICE_ACTIONS, OFFICES, type OfficeAction } from "#server/permissions/offices.ts";
import { ACTIONS, can, type Action } from "#server/permissions/policy.ts";
import type { Persona, World } from "./personas.ts";

/** The one object an address names, with what is known of it. */
export interface Target {
  readonly workspaceId?: string;
  readonly documentId?: string;
  readonly versionId?: string;
  readonly organisationId?: string;
  readonly personId?: string;
  /** Home unit of the person, or the unit of the group. */
  readonly unitId?: string | null;
  /** The person runs the installation; whoever only administers people and units does not see them. */
  readonly isOperator?: boolean;
  readonly batchOf?: string;
  readonly kind?: string;
}

const IMPORTS: Record<string, OfficeAction> = {
  organisations: "units.import",
  people: "people.import",
  achievements: "achievements.import",
  weakRegions: "regions.import",
};
const EXPORTS: Record<string, OfficeAction> = { organisations: "units.export", people: "people.export" };

/** Who may read at this door, by the data of the matrix and of the offices and the persona's rows. Undefined: nothing is promised. */
export function mayAsk(world: World, persona: Persona, asked: Asked, target: Target): boolean | undefined {
  if (asked === "nothing" || asked === "code" || asked === "pending") return undefined;
  if (persona.personId === null) return false;
  if (asked === "session") return true;
  if (asked === "ownBusiness") return persona.duty === null;
  if (asked === "own") return target.batchOf === undefined || target.batchOf === persona.personId;
  if (isOffice(asked)) return reaches(world, persona, asked, target);
  return isAction(asked) && inWorkspace(world, persona, asked, target);
}

export function isStranger(persona: Persona, target: Target): boolean {
  // An id of the row; the map only looks it up.
  return target.workspaceId !== undefined && !persona.standings.has(target.workspaceId as never);
}

function inWorkspace(world: World, persona: Persona, action: Action, target: Target): boolean {
  const document = world.documents.find(({ id }) => id === target.documentId);
  const standing = persona.standings.get((document?.workspaceId ?? target.workspaceId ?? "") as never);
  if (!standing || persona.duty !== null) return false;
  if (document === undefined) return can(standing.role, action, { own: true, ownSide: "guide", targetSide: "guide" });
  if (action !== "plan.readLive" && action !== "plan.readPublished") {
    return can(standing.role, action, { documentKind: document.kind, own: document.organisationId === standing.organisationId });
  }
  const reading = readingOf(standing, document);
  if (target.versionId !== undefined && reading === "released") return target.versionId === document.releasedVersionId;
  return reading !== null;
}

function reaches(world: World, persona: Persona, action: OfficeAction, target: Target): boolean {
  if (target.kind !== undefined && (action.endsWith(".import") || action.endsWith(".export"))) {
    const table = action.endsWith(".import") ? IMPORTS : EXPORTS;
    if (table[target.kind] !== action) return false;
  }
  const offices = OFFICES[action];
  if (persona.duty !== null) return offices.includes(persona.duty);
  if (target.isOperator === true) return false;
  const unitId = target.organisationId ?? target.unitId;
  const unit = world.organisations.find(({ id }) => id === unitId);
  const isListed = unitId === undefined && target.workspaceId === undefined;
  const region = world.workspaces.find(({ id }) => id === target.workspaceId)?.regionCode ?? unit?.regionCode ?? null;
  if (offices.includes("unitAdmin") && persona.administers.size > 0 && (isListed || persona.administers.has(unitId ?? ""))) return true;
  return persona.roles.some(({ role, scopeId }) => {
    if (role === "provinceAdmin") return offices.includes(role) && (isListed || region?.startsWith(scopeId.slice(0, 2)) === true);
    if (role !== "regionOfficer" || !offices.includes(role)) return false;
    return isListed || region?.startsWith(scopeId.replace(/(00)+$/, "")) === true;
  });
}

function isOffice(asked: Asked): asked is OfficeAction {
  return OFFICE_ACTIONS.some((one) => one === asked);
}

function isAction(asked: Asked): asked is Action {
  return ACTIONS.some((one) => one === asked);
}
