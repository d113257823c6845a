import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readingOf } from "#server/permissions/documents.ts";
import { startProduct, type Product } from "#test/support/product.ts";

/** One person of every role, and a second region whose people share no workspace with the first. */
const PERSONAS = [
  "holderHost",
  "holderExpert",
  "holderHost02",
  "regionOfficer",
  "regionOfficer03",
  "researchOfficer",
  "schoolTeacher",
  "allianceLead",
  "allianceTeacher",
  "provinceAdmin",
] as const;

let product: Product;

/** Every title becomes a string that stands for its object alone. */
const canary = (id: string) => `canary-${id}-yranac`;

beforeAll(async () => {
  product = await startProduct();
  const { db } = product.app;
  for (const { id } of await db.selectFrom("workspace").select("id").execute()) {
    await db
      .updateTable("workspace")
      .set({ title: canary(id) })
      .where("id", "=", id)
      .execute();
  }
  for (const { id } of await db.selectFrom("document").select("id").execute()) {
    await db
      .updateTable("document")
      .set({ title: canary(id) })
      .where("id", "=", id)
      .execute();
  }
  for (const { id, payload } of await db.selectFrom("activity").select(["id", "payload"]).execute()) {
    const parsed: unknown = JSON.parse(payload);
    if (typeof parsed !== "object" || parsed === null || !("documentId" in parsed)) continue;
    const marked = JSON.stringify({ ...parsed, title: canary(String(parsed.documentId)) });
    await db.updateTable("activity").set({ payload: marked }).where("id", "=", id).execute();
  }
}, 60_000);

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

interface Objects {
  readonly workspaces: readonly { id: string; mine: boolean }[];
  readonly documents: readonly { id: string; workspaceId: string; readable: boolean }[];
}

/** What the person may see, judged from the rows and the pure policy alone. */
async function objectsOf(login: string): Promise<Objects> {
  const { db } = product.app;
  const person = await db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow();
  const memberships = await db
    .selectFrom("membership")
    .selectAll()
    .where("person_id", "=", person.id)
    .where("ended_at", "is", null)
    .execute();
  const province = await db
    .selectFrom("role_assignment")
    .select(["role", "organisation_id as organisationId"])
    .where("person_id", "=", person.id)
    .where("role", "=", "provinceAdmin")
    .executeTakeFirst();
  const standingIn = (workspaceId: string) => {
    const row = memberships.find((membership) => membership.workspace_id === workspaceId);
    if (row) return { role: row.role, organisationId: row.organisation_id };
    // All workspaces of the demo lie in the administered province.
    return province?.organisationId ? { role: province.role, organisationId: province.organisationId } : null;
  };
  const workspaces = await db.selectFrom("workspace").select("id").execute();
  const documents = await db
    .selectFrom("document")
    .select(["id", "workspace_id as workspaceId", "kind", "organisation_id as organisationId", "released_version_id as releasedVersionId"])
    .execute();
  return {
    workspaces: workspaces.map(({ id }) => ({ id, mine: standingIn(id) !== null })),
    documents: documents.map((document) => {
      const standing = standingIn(document.workspaceId);
      return { id: document.id, workspaceId: document.workspaceId, readable: standing !== null && readingOf(standing, document) !== null };
    }),
  };
}

function addressesOf({ workspaces, documents }: Objects): string[] {
  const all = ["/", "/workspaces", "/_root.data", "/workspaces.data", "/achievements", "/api/v1/workspaces"];
  for (const { id } of workspaces) {
    all.push(`/workspaces/${id}`, `/workspaces/${id}.data`, `/workspaces/${id}/members`, `/workspaces/${id}/plans`);
    all.push(`/api/v1/workspaces/${id}/members`, `/api/v1/workspaces/${id}/documents`);
  }
  for (const { id, workspaceId } of documents) {
    all.push(`/workspaces/${workspaceId}/plans/${id}`, `/workspaces/${workspaceId}/plans/${id}.data`);
    all.push(`/api/v1/documents/${id}`, `/api/v1/documents/${id}/versions`);
  }
  return all;
}

describe("G3: bytes sent to a person hold no title of what the person may not see", () => {
  test.each(PERSONAS)("%s", async (login) => {
    const objects = await objectsOf(login);
    const cookie = await product.signIn(login);
    const foreign = [
      ...objects.workspaces.filter(({ mine }) => !mine).map(({ id }) => canary(id)),
      ...objects.documents.filter(({ readable }) => !readable).map(({ id }) => canary(id)),
    ];
    const own = [...objects.workspaces.filter(({ mine }) => mine), ...objects.documents.filter(({ readable }) => readable)].map(({ id }) =>
      canary(id),
    );
    const leaks: string[] = [];
    const seen = new Set<string>();
    for (const address of addressesOf(objects)) {
      const text = await (await product.fetch(address, { cookie })).text();
      for (const title of foreign) if (text.includes(title)) leaks.push(`${address} ${title}`);
      for (const title of own) if (text.includes(title)) seen.add(title);
    }
    expect(leaks).toEqual([]);
    // The scan would be worth nothing if it saw nothing: everything the person may see was found on the way.
    expect(own.filter((title) => !seen.has(title))).toEqual([]);
    expect(own.length).toBeGreaterThan(0);
  });
});

describe("G1: each person gets each document exactly where the policy says", () => {
  test.each(PERSONAS)("%s", async (login) => {
    const { documents } = await objectsOf(login);
    const cookie = await product.signIn(login);
    const mismatches: string[] = [];
    for (const { id, workspaceId, readable } of documents) {
      for (const address of [`/api/v1/documents/${id}`, `/workspaces/${workspaceId}/plans/${id}`]) {
        const { status } = await product.fetch(address, { cookie });
        if ((status === 200) !== readable) mismatches.push(`${address} ${status}`);
      }
    }
    expect(mismatches).toEqual([]);
  });
});
