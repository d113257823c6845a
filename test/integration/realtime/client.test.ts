import { describe, expect, test } from "vitest";
import { createClient, type LinkState, type Room } from "#app/realtime/client.ts";
import type { WorkspaceId } from "#db/schema.ts";
import { authorize } from "#server/permissions/authorize.ts";
import { MAX_JOINED, type Announcement } from "#server/realtime/contract.ts";
import { addMember, endMembership } from "#server/workspaces/commands.ts";
import { waitFor } from "#test/support/wait.ts";
import { openWorld, PAIR, type World } from "./world.ts";

interface TestRoom extends Room {
  readonly heard: Announcement[];
  /** Names as last told, null for not yet. */
  present: readonly string[] | null;
}

function makeRoom(workspaceId: string, watch: boolean, since = Date.now()): TestRoom {
  const room: TestRoom = {
    workspaceId,
    documentId: null,
    watch,
    since: () => since,
    heard: [],
    present: null,
    listener: {
      onPresence: (people) => (room.present = people.map(({ name }) => name)),
      onAnnounce: (event) => room.heard.push(event),
    },
  };
  return room;
}

/** The page's client on a socket of its own. */
async function openClient(world: World, login: string, since = Date.now()) {
  const socket = await world.prepare(login);
  const page = { socket, client: createClient(socket), links: [] as LinkState[], stale: 0, notified: 0, depart: () => {} };
  page.depart = page.client.attend({
    since: () => since,
    onLink: (link) => page.links.push(link),
    onStale: () => page.stale++,
    onNotified: () => page.notified++,
  });
  return page;
}

async function copyWorkspaces(world: World, count: number): Promise<WorkspaceId[]> {
  const { db } = world.province;
  const row = await db
    .selectFrom("workspace")
    .selectAll()
    .where("id", "=", await world.province.workspace(PAIR))
    .executeTakeFirstOrThrow();
  const ids = Array.from({ length: count }, (_, index) => `copyofworkspace${index}` as WorkspaceId);
  await db
    .insertInto("workspace")
    .values(ids.map((id) => ({ ...row, id })))
    .execute();
  return ids;
}

describe("the page's realtime client", () => {
  test("hears that its person was notified, and nobody else does; also of what came between the page's data and the connection", async () => {
    const world = await openWorld();
    const read = Date.now();
    const [teacher, colleague] = [await openClient(world, "schoolTeacher"), await openClient(world, "schoolTeacher02")];
    await waitFor(() => teacher.links.at(-1) === "live" && colleague.links.at(-1) === "live");
    const { personId } = await world.province.user("schoolTeacher");
    world.realtime.announce([{ type: "notified", personId }]);
    await waitFor(() => teacher.notified === 1);
    const late = await openClient(world, "schoolTeacher", read);
    await waitFor(() => late.notified === 1);
    expect([colleague.notified, colleague.stale, teacher.stale]).toEqual([0, 0, 0]);
    for (const page of [teacher, colleague, late]) page.depart();
  });

  test("hears of the person's rights also where the page lists no workspace", async () => {
    const world = await openWorld();
    const page = await openClient(world, "schoolTeacher");
    await waitFor(() => page.links.at(-1) === "live");
    const user = await world.province.user("schoolTeacher");
    world.realtime.announce([{ type: "access.changed", personId: user.personId }]);
    await waitFor(() => page.stale === 1);
    expect(page.links).toEqual(["connecting", "live"]);
  });

  test("hears of what changed between the reading of its data and the join", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const [{ personId }, now] = [await world.province.user("schoolTeacher"), Date.now()];
    world.realtime.announce([
      { type: "document.created", workspaceId: id, documentId: "d" },
      { type: "access.changed", personId },
    ]);
    const late = await openClient(world, "schoolTeacher", now);
    await waitFor(() => late.stale === 1);
    const room = makeRoom(id, true, now);
    late.client.enter(room);
    await waitFor(() => late.stale === 2);
    const fresh = await openClient(world, "schoolTeacher", Date.now() + 1);
    const other = makeRoom(id, true, Date.now() + 1);
    fresh.client.enter(other);
    await waitFor(() => other.present !== null);
    expect([fresh.stale, other.heard, room.heard]).toEqual([0, [], []]);
  });

  test("a list and a page of one workspace are one room: present while the page is open, watching before and after", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const { client } = await openClient(world, "holderHost");
    const list = makeRoom(id, true);
    client.enter(list);
    await waitFor(() => list.present?.length === 0);
    const page = makeRoom(id, false);
    client.enter(page);
    await waitFor(() => list.present?.length === 1 && page.present?.length === 1);
    client.leave(page);
    await waitFor(() => list.present?.length === 0);
    world.realtime.announce([{ type: "workspace.changed", workspaceId: id }]);
    await waitFor(() => list.heard.length === 1);
    expect(world.realtime.people(id)).toEqual([]);
  });

  test("what enters later is told at once who is present", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const { client } = await openClient(world, "holderHost");
    const first = makeRoom(id, true);
    client.enter(first);
    await waitFor(() => first.present !== null);
    const second = makeRoom(id, true);
    client.enter(second);
    expect(second.present).toEqual([]);
  });

  test("a list of as many workspaces as a page may have is joined and left whole, twice over", async () => {
    const world = await openWorld();
    const ids = await copyWorkspaces(world, MAX_JOINED);
    const { client } = await openClient(world, "provinceAdmin");
    const rooms = ids.map((id) => makeRoom(id, true));
    for (const room of rooms) client.enter(room);
    await waitFor(() => rooms.every(({ present }) => present !== null));
    for (const room of rooms) client.leave(room);
    const again = ids.map((id) => makeRoom(id, true));
    for (const room of again) client.enter(room);
    world.realtime.announce(ids.map((workspaceId) => ({ type: "workspace.changed", workspaceId })));
    await waitFor(() => again.every(({ heard }) => heard.length === 1));
    expect(rooms.flatMap(({ heard }) => heard)).toEqual([]);
  });

  test("more joins than the server takes at once are made a little later", async () => {
    const world = await openWorld({ perSecond: 5, burst: 2, socketsPerPerson: 30 });
    const ids = await copyWorkspaces(world, 6);
    const { client } = await openClient(world, "provinceAdmin");
    const rooms = ids.map((id) => makeRoom(id, true));
    for (const room of rooms) client.enter(room);
    await waitFor(() => rooms.every(({ present }) => present !== null));
    expect(rooms).toHaveLength(6);
  });

  test("a seat that was taken away and given back is asked for again", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const page = await openClient(world, "schoolTeacher");
    const room = makeRoom(id, false);
    page.client.enter(room);
    await waitFor(() => world.realtime.people(id).length === 1);
    const ctx = await world.province.as("regionOfficer");
    const grant = await authorize(ctx, "workspace.manageMembers", id, { targetSide: "applicant" });
    const { personId } = await world.province.user("schoolTeacher");
    await endMembership(ctx, grant, personId);
    await waitFor(() => world.realtime.people(id).length === 0);
    await waitFor(() => page.stale > 0);
    await addMember(ctx, grant, { personId, role: "schoolTeacher" });
    await waitFor(() => world.realtime.people(id).length === 1);
    expect(world.realtime.people(id).map((person) => person.personId)).toEqual([personId]);
  });

  test("after a break everything is joined again and the page loads anew", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const page = await openClient(world, "holderHost");
    page.client.enter(makeRoom(id, false));
    await waitFor(() => world.realtime.people(id).length === 1);
    page.socket.io.engine.close();
    await waitFor(() => page.links.at(-1) === "offline");
    await waitFor(() => page.links.at(-1) === "live" && world.realtime.people(id).length === 1);
    expect(page.stale).toBe(1);
  });

  test("who has departed hears nothing more", async () => {
    const world = await openWorld();
    const page = await openClient(world, "holderHost");
    await waitFor(() => page.links.at(-1) === "live");
    page.depart();
    page.socket.io.engine.close();
    await waitFor(() => !page.socket.connected);
    expect(page.links).toEqual(["connecting", "live"]);
  });
});
