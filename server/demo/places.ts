import type { DemoRows } from "#db/demo/insert.ts";
import { ORGANISATIONS, STUDIOS } from "#db/demo/organisations.ts";
import { EXPERTS, GROUPS } from "#db/demo/groups.ts";
import { PEOPLE } from "#db/demo/people.ts";
import type { DemoMember, DemoPerson, DemoRole } from "#db/demo/shapes.ts";
import { WORKSPACES } from "#db/demo/workspaces.ts";
import type { WorkingGroupId } from "#db/schema-office.ts";
import type { AchievementId, HatId } from "#db/schema.ts";
import { loginKey } from "#server/accounts/queries.ts";
import type { Ids } from "#server/core/context.ts";
import { PRESENT_CYCLE } from "#server/workspaces/contract.ts";
import type { DemoNames } from "./names.ts";

/** The second round opened its workspaces after the matching of November 2024. */
const OPENED = Date.UTC(2024, 11, 3, 2);
const DAY = 86_400_000;

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
    roles: PEOPLE.flatMap((person) =>
      person.roles.map((role, index) => ({
        id: ids.next() as HatId, // A new row: the brand is given here.
        person_id: names.person(person.login),
        role: role.role,
        scope_kind: role.scope.kind,
        scope_id: scopeId(names, role),
        organisation_id: names.organisation(person.organisation),
        title: role.title,
        // The first of several is the oldest: what somebody is first shown as.
        valid_from: OPENED + index * DAY,
        valid_to: null,
        designation: role.designation,
      })),
    ),
    ...buildOffices(names, now),
    ...buildGroups(names, ids, now),
    ...buildWorkspaces(names),
  };
}

function buildOffices(names: DemoNames, now: number): Pick<Places, "duties" | "unitAdmins"> {
  const operators = PEOPLE.flatMap(({ login, duty }) => (duty === undefined ? [] : [{ login, duty }]));
  const administrators = PEOPLE.filter(({ administers }) => administers === true);
  return {
    duties: operators.map(({ login, duty }) => ({
      person_id: names.person(login),
      duty,
      granted_at: now,
      granted_by: null,
      approved_by: null,
      ended_at: null,
    })),
    unitAdmins: administrators.map(({ login, organisation }) => ({
      organisation_id: names.organisation(organisation),
      person_id: names.person(login),
      granted_by: null,
      created_at: now,
      ended_at: null,
    })),
  };
}

function buildGroups(names: DemoNames, ids: Ids, now: number): Pick<Places, "groups" | "groupMembers" | "experts"> {
  const groups = GROUPS.map((group) => ({ ...group, id: ids.next() as WorkingGroupId })); // A new row each.
  return {
    groups: groups.map(({ id, name, organisation, region, purpose }) => ({
      id,
      organisation_id: names.organisation(organisation),
      region_code: region,
      name,
      purpose,
      created_at: OPENED,
      ended_at: null,
    })),
    groupMembers: groups.flatMap(({ id, members }) =>
      members.map(({ login, post, title, ended }) => ({
        group_id: id,
        person_id: names.person(login),
        post,
        organisation_id: names.organisation(personOf(login).organisation),
        title,
        valid_from: OPENED,
        valid_to: ended === true ? OPENED + 300 * DAY : null,
      })),
    ),
    experts: EXPERTS.map(({ login, subjects, stages, regions, avoid, specialty, accepting }) => ({
      person_id: names.person(login),
      subjects: JSON.stringify(subjects),
      stages: JSON.stringify(stages),
      regions: JSON.stringify(regions),
      avoid: JSON.stringify(avoid.map((key) => names.organisation(key))),
      specialty,
      accepting: accepting ? 1 : 0,
      updated_at: now,
    })),
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
      cycle: PRESENT_CYCLE,
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
      members.map((member) => {
        const { login, side } = member;
        const person = personOf(login);
        const { role, title } = roleIn(person, member);
        return {
          workspace_id: names.workspace(key),
          person_id: names.person(login),
          role,
          side,
          organisation_id: names.organisation(person.organisation),
          title,
          created_at: OPENED,
          ended_at: null,
        };
      }),
    ),
  };
}

/** Schools and alliances are named in the demo files; regions, provinces and achievements carry their own codes. */
function scopeId(names: DemoNames, { scope }: DemoRole): string {
  if (scope.kind === "school") return names.organisation(scope.id);
  return scope.kind === "alliance" ? names.workspace(`${scope.id}Alliance`) : scope.id;
}

function roleIn(person: DemoPerson, member: DemoMember): DemoRole {
  const role = person.roles.find((one) => member.role === undefined || one.role === member.role);
  if (!role) throw new Error(`The demo files give "${person.login}" no role for a workspace`);
  return role;
}

function personOf(login: string): DemoPerson {
  const person = PEOPLE.find((candidate) => candidate.login === login);
  if (!person) throw new Error(`The demo files do not define "${login}"`);
  return person;
}
