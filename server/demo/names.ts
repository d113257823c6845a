import { ORGANISATIONS } from "#db/demo/organisations.ts";
import { PEOPLE } from "#db/demo/people.ts";
import { PLANS } from "#db/demo/plans.ts";
import { WORKSPACES } from "#db/demo/workspaces.ts";
import type { DocumentId, OrganisationId, PersonId, WorkspaceId } from "#db/schema.ts";
import type { Ids } from "#server/core/context.ts";

/** Ids of this loading, by the names the demo files use. Each throws for a name that is not there. */
export interface DemoNames {
  organisation(key: string): OrganisationId;
  person(login: string): PersonId;
  workspace(key: string): WorkspaceId;
  document(title: string): DocumentId;
}

/** Draws a new id for everything in the demo files. */
export function nameDemo(ids: Ids): DemoNames {
  // The one place where demo ids are made; the brands say of which table.
  const organisations = draw(ids, ORGANISATIONS, (entry) => entry.key) as Map<string, OrganisationId>;
  const people = draw(ids, PEOPLE, (entry) => entry.login) as Map<string, PersonId>;
  const workspaces = draw(ids, WORKSPACES, (entry) => entry.key) as Map<string, WorkspaceId>;
  const documents = draw(ids, PLANS, (entry) => entry.title) as Map<string, DocumentId>;
  return {
    organisation: (key) => take(organisations, key),
    person: (login) => take(people, login),
    workspace: (key) => take(workspaces, key),
    document: (title) => take(documents, title),
  };
}

function draw<T>(ids: Ids, entries: readonly T[], nameOf: (entry: T) => string): Map<string, string> {
  return new Map(entries.map((entry) => [nameOf(entry), ids.next()]));
}

function take<T>(map: ReadonlyMap<string, T>, name: string): T {
  const id = map.get(name);
  if (id === undefined) throw new Error(`The demo files do not define "${name}"`);
  return id;
}
