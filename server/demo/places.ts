import type { DemoRows } from "#db/demo/insert.ts";
import { ORGANISATIONS, STUDIOS } from "#db/demo/organisations.ts";
import { PEOPLE } from "#db/demo/people.ts";
import type { DemoPerson } from "#db/demo/shapes.ts";
import { WORKSPACES } from "#db/demo/workspaces.ts";
import type { AchievementId, HatId } from "#db/schema.ts";
import { loginKey } from "#server/accounts/login-key.ts";
import type { Ids } from "#server/core/context.ts";
import type { DemoNames } from "./names.ts";

/** The second round opened its workspaces after the matching of November 2024. */
const OPENED = Date.UTC(2024, 11, 3, 2);
const CYCLE = "第二轮（2024年11月—2027年11月）";

type Places = Omit<DemoRows, "documents" | "versions" | "projections" | "activities">;

/** Units, people, roles and workspaces of the demo province as rows. */
export function buildPlaces(names: DemoNames, ids: Ids, now: number, passwordHash: string): Places {
  return {
    organisations: ORGANISATIONS.map(({ key, name, kind, region, parent, isDemo }) => ({
      id: names.organisation(key),
      name,
      kind,
      region_code: region,
      parent_id: parent === null ? null : names.organisation(parent),
      is_demo: isDemo ? 1 : 0,
    })),
    studios: STUDIOS.map(({ achievement, organisation, name }) => ({
      id: ids.next(),
      achievement_id: achievement as AchievementId,
      organisation_id: names.organisation(organisation),
      name,
    })),
    people: PEOPLE.map(({ login, name, mark, organisation }) => ({
      id: names.person(login),
      login,
      login_key: loginKey(login),
      display_name: name,
      mark,
      password_hash: passwordHash,
      status: "active",
      created_at: now,
      is_demo: 1,
      organisation_id: names.organisation(organisation),
    })),
    roles: PEOPLE.map((person) => ({
      id: ids.next() as HatId, // A new row: the brand is given here.
      person_id: names.person(person.login),
      role: person.role,
      scope_kind: person.scope.kind,
      scope_id: scopeId(names, person),
      organisation_id: names.organisation(person.organisation),
      title: person.title,
      valid_from: OPENED,
      valid_to: null,
    })),
    ...buildWorkspaces(names),
  };
}

function buildWorkspaces(names: DemoNames): Pick<Places, "workspaces" | "parties" | "memberships"> {
  return {
    workspaces: WORKSPACES.map((workspace) => ({
      id: names.workspace(workspace.key),
      kind: workspace.kind,
      title: workspace.title,
      purpose: workspace.purpose,
      // The demo files name achievements by the ids of the shipped list.
      achievement_id: workspace.achievement as AchievementId | null,
      region_code: workspace.region,
      subject_code: workspace.subject,
      stage_code: workspace.stage,
      cycle: CYCLE,
      is_demo: workspace.isDemo ? 1 : 0,
      source_note: workspace.sourceNote,
      created_at: OPENED,
      archived_at: null,
    })),
    parties: WORKSPACES.flatMap(({ key, parties }) =>
      parties.map(({ organisation, side, duties, isLead }) => ({
        workspace_id: names.workspace(key),
        side,
        organisation_id: names.organisation(organisation),
        duties,
        is_lead: isLead ? (1 as const) : (0 as const),
      })),
    ),
    memberships: WORKSPACES.flatMap(({ key, members }) =>
      members.map(({ login, side }) => {
        const person = personOf(login);
        return {
          workspace_id: names.workspace(key),
          person_id: names.person(login),
          role: person.role,
          side,
          organisation_id: names.organisation(person.organisation),
          title: person.title,
          created_at: OPENED,
          ended_at: null,
        };
      }),
    ),
  };
}

/** Schools and alliances are named in the demo files; regions, provinces and achievements carry their own codes. */
function scopeId(names: DemoNames, { scope }: DemoPerson): string {
  if (scope.kind === "school") return names.organisation(scope.id);
  return scope.kind === "alliance" ? names.workspace(`${scope.id}Alliance`) : scope.id;
}

function personOf(login: string): DemoPerson {
  const person = PEOPLE.find((candidate) => candidate.login === login);
  if (!person) throw new Error(`The demo files do not define "${login}"`);
  return person;
}
