import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HatId, OrganisationId, PersonId, Role, Side, WorkspaceId } from "#db/schema.ts";
import { createContext } from "#server/core/create-context.ts";
import { DomainError } from "#server/core/errors.ts";
import { authorize } from "#server/permissions/authorize.ts";
import type { Action, Facts } from "#server/permissions/policy.ts";
import { makeDirectory, removeDirectory } from "#test/support/temp.ts";
import { addPerson, openWorld, type World } from "./world.ts";

const GANSU = "620000";
const PAIR = "pairworkspace" as WorkspaceId; // Ids of this test's rows.
const ELSEWHERE = "otherworkspace" as WorkspaceId; // In a province of its own.
const UNIT = "unitofeverybody" as OrganisationId; // One unit serves all people here.

let directory: string;
let world: World;

beforeEach(async () => {
  directory = makeDirectory();
  world = await openWorld(directory);
  for (const [code, name] of [
    [GANSU, "甘肃省"],
    ["621200", "陇南市"],
    ["370000", "山东省"],
  ] as const) {
    const tier = code.endsWith("0000") ? "province" : "prefecture";
    const row = {
      code,
      name,
      tier,
      parent_code: tier === "province" ? null : GANSU,
      kind: "",
      band_nbs4: null,
      band_three: null,
      flags: "",
    } as const;
    await world.db.insertInto("region").values(row).execute();
  }
  await world.db
    .insertInto("organisation")
    .values({ id: UNIT, name: "单位", kind: "bureau", region_code: null, parent_id: null, is_demo: 0 })
    .execute();
  await addWorkspace(PAIR, "621200");
  await addWorkspace(ELSEWHERE, "370000");
});

afterEach(async () => {
  await world.close();
  removeDirectory(directory);
});

async function addWorkspace(id: WorkspaceId, region_code: string): Promise<void> {
  const empty = { purpose: "", cycle: "", source_note: "", achievement_id: null, subject_code: null, stage_code: null, archived_at: null };
  await world.db
    .insertInto("workspace")
    .values({ id, kind: "pair", title: id, region_code, is_demo: 0, created_at: 0, ...empty })
    .execute();
}

async function member(login: string, role: Role, side: Side, workspaceId: WorkspaceId = PAIR): Promise<PersonId> {
  const personId = await addPerson(world.db, login, null);
  const row = {
    workspace_id: workspaceId,
    person_id: personId,
    role,
    side,
    organisation_id: UNIT,
    title: "",
    created_at: 0,
    ended_at: null,
  };
  await world.db.insertInto("membership").values(row).execute();
  return personId;
}

async function provinceAdmin(scope: string, validTo: number | null = null): Promise<PersonId> {
  const personId = await addPerson(world.db, `province${scope}${validTo ?? ""}`, null);
  await world.db
    .insertInto("role_assignment")
    .values({
      id: `role-${personId}` as HatId,
      person_id: personId,
      role: "provinceAdmin",
      scope_kind: "province",
      scope_id: scope,
      organisation_id: UNIT,
      title: "",
      valid_from: 0,
      valid_to: validTo,
    })
    .execute();
  return personId;
}

/** "granted", or the code of the refusal. */
async function ask(personId: PersonId | null, action: Action, facts: Facts = {}, workspaceId: WorkspaceId = PAIR): Promise<string> {
  const session = { via: "session", sessionId: "session" as never, login: "", displayName: "", mark: "", hat: null, duty: null } as const;
  const user = personId === null ? null : { ...session, personId }; // authorize reads the person only.
  try {
    await authorize(createContext(world.app, user, "request"), action, workspaceId, facts);
    return "granted";
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

const REGIONAL = { documentKind: "regionalPlan", own: true } as const;

describe("authorize", () => {
  test("tells a stranger of an existing workspace what it tells of none", async () => {
    const stranger = await member("stranger", "regionOfficer", "applicant", ELSEWHERE);
    expect(await ask(stranger, "workspace.read")).toBe("notFound");
    expect(await ask(stranger, "workspace.read", {}, "none" as WorkspaceId)).toBe("notFound"); // No row has this id.
    expect(await ask(null, "workspace.read")).toBe("unauthenticated");
  });

  test("lets each side manage its own members and not the other's", async () => {
    const host = await member("host", "holderHost", "holder");
    const officer = await member("officer", "regionOfficer", "applicant");
    expect(await ask(host, "workspace.manageMembers", { targetSide: "holder" })).toBe("granted");
    expect(await ask(host, "workspace.manageMembers", { targetSide: "applicant" })).toBe("forbidden");
    expect(await ask(officer, "workspace.manageMembers", { targetSide: "applicant" })).toBe("granted");
    expect(await ask(officer, "workspace.manageMembers", { targetSide: "holder" })).toBe("forbidden");
    // The side a request claims for itself is not asked.
    expect(await ask(host, "workspace.manageMembers", { targetSide: "applicant", ownSide: "applicant" })).toBe("forbidden");
  });

  test("lets the province of the workspace read released versions only, and other provinces nothing", async () => {
    const gansu = await provinceAdmin(GANSU);
    expect(await ask(gansu, "plan.readPublished", REGIONAL)).toBe("granted");
    expect(await ask(gansu, "plan.readLive", REGIONAL)).toBe("forbidden");
    expect(await ask(gansu, "plan.edit", REGIONAL)).toBe("forbidden");
    expect(await ask(gansu, "workspace.manageMembers", { targetSide: "guide" })).toBe("forbidden");
    expect(await ask(gansu, "plan.readPublished", REGIONAL, ELSEWHERE)).toBe("notFound");
    expect(await ask(await provinceAdmin("370000"), "plan.readPublished", REGIONAL)).toBe("notFound");
  });

  test("R38: forgets a province role that has ended", async () => {
    const admin = await provinceAdmin(GANSU, world.clock.now() + 1000);
    expect(await ask(admin, "plan.readPublished", REGIONAL)).toBe("granted");
    world.clock.advance(1000);
    expect(await ask(admin, "plan.readPublished", REGIONAL)).toBe("notFound");
  });

  test("R38: forgets an ended membership and a disabled person at once", async () => {
    const officer = await member("officer", "regionOfficer", "applicant");
    expect(await ask(officer, "plan.edit", REGIONAL)).toBe("granted");
    await world.db.updateTable("membership").set({ ended_at: world.clock.now() }).where("person_id", "=", officer).execute();
    expect(await ask(officer, "plan.edit", REGIONAL)).toBe("notFound");
    const other = await member("other", "regionOfficer", "applicant");
    await world.db.updateTable("person").set({ status: "disabled" }).where("id", "=", other).execute();
    expect(await ask(other, "plan.edit", REGIONAL)).toBe("notFound");
  });

  test("makes an archived workspace read-only for its own officers", async () => {
    const officer = await member("officer", "regionOfficer", "applicant");
    await world.db.updateTable("workspace").set({ archived_at: world.clock.now() }).where("id", "=", PAIR).execute();
    expect(await ask(officer, "plan.readLive", REGIONAL)).toBe("granted");
    expect(await ask(officer, "plan.edit", REGIONAL)).toBe("forbidden");
    expect(await ask(officer, "workspace.manageMembers", { targetSide: "applicant" })).toBe("forbidden");
  });

  test("takes the role of the membership, not another role the person has elsewhere", async () => {
    const teacher = await member("teacher", "schoolTeacher", "applicant");
    await world.db
      .insertInto("membership")
      .values({
        workspace_id: ELSEWHERE,
        person_id: teacher,
        role: "regionOfficer",
        side: "applicant",
        organisation_id: UNIT,
        title: "",
        created_at: 0,
        ended_at: null,
      })
      .execute();
    expect(await ask(teacher, "plan.edit", REGIONAL)).toBe("forbidden");
    expect(await ask(teacher, "plan.edit", REGIONAL, ELSEWHERE)).toBe("granted");
  });
});
