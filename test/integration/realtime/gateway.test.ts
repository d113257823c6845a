import type { Socket } from "socket.io-client";
import { describe, expect, test } from "vitest";
import type { WorkspaceId } from "#db/schema.ts";
import { authorize } from "#server/permissions/authorize.ts";
import { MAX_JOINED, type Ack } from "#server/realtime/contract.ts";
import { addMember, endMembership } from "#server/workspaces/commands.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";
import { openWorld, PAIR, type OpenPage } from "./world.ts";

const names = (page: OpenPage) => page.presence.at(-1)?.map(({ name }) => name) ?? [];

describe("the realtime gateway", () => {
  test("shows one row a person, with the document they have open", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const documentId = await world.province.document("陇南市推广应用“");
    const host = await world.open("holderHost");
    expect(await host.join(id)).toEqual({ ok: true });
    const officer = await world.open("regionOfficer");
    const otherTab = await world.open("regionOfficer");
    await officer.join(id, documentId);
    await otherTab.join(id);
    await waitFor(() => names(host).length === 2);
    expect(host.presence.at(-1)).toMatchObject([
      { name: "成果持有方工作室主持人", side: "holder", unit: "成果持有方工作室（持有单位来源未载明）", documentId: null },
      { name: "陇南市推广应用负责人", side: "applicant", mark: "负", documentId },
    ]);
    otherTab.socket.close();
    officer.socket.close();
    await waitFor(() => names(host).length === 1);
    expect(world.realtime.people(id).map(({ side }) => side)).toEqual(["holder"]);
  });

  test("joins and leaves of many are at most two messages a second", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const host = await world.open("holderHost");
    await host.join(id);
    const begun = performance.now();
    const pages = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        world.open(index === 0 ? "schoolTeacher" : `schoolTeacher${String(index + 1).padStart(2, "0")}`),
      ),
    );
    await Promise.all(pages.map((page) => page.join(id)));
    await waitFor(() => names(host).length === 13);
    const seconds = (performance.now() - begun) / 1000;
    // The answer to one's own join comes on top.
    expect(host.presence.length).toBeLessThanOrEqual(2 + Math.ceil(seconds * 2));
  });

  test("a stranger joins nothing and hears nothing", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const stranger = await world.open("allianceLead");
    expect(await stranger.join(id)).toEqual({ ok: false, code: "notFound", message: "没有找到，或您不在这个空间里。" });
    expect(
      await stranger.join(await world.province.workspace("小学数学学科教研联盟"), await world.province.document("陇南市推广应用“")),
    ).toMatchObject({ ok: false });
    const member = await world.open("holderHost");
    await member.join(id);
    world.realtime.announce([{ type: "activity.added", workspaceId: id }]);
    await waitFor(() => member.heard.length === 1);
    expect([stranger.heard, stranger.presence]).toEqual([[], []]);
  });

  test.for([["websocket"], ["polling"], ["polling", "websocket"]])("needs a session and our Origin over %j", async (transports) => {
    const world = await openWorld();
    await expect(world.open(null, { transports })).rejects.toThrow(/websocket error|xhr poll error/);
    await expect(world.open("holderHost", { transports, origin: "https://example.org" })).rejects.toThrow(/websocket error|xhr poll error/);
    await expect(world.open("holderHost", { transports, origin: `${world.origin}.example.org` })).rejects.toThrow(
      /websocket error|xhr poll error/,
    );
    const page = await world.open("holderHost", { transports });
    expect(await page.join(await world.province.workspace(PAIR))).toEqual({ ok: true });
  });

  test("a request inside another page's session is refused from a foreign Origin", async () => {
    const world = await openWorld();
    const page = await world.open("holderHost", { transports: ["polling"] });
    const url = `${world.origin}/socket.io/?EIO=4&transport=polling&sid=${page.socket.io.engine.id}`;
    const answer = await fetch(url, { method: "POST", body: "1", headers: { origin: "https://example.org" } });
    expect(answer.status).toBe(400);
    expect(page.socket.connected).toBe(true);
  });

  test("a person whose membership ends is out of the room", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const teacher = await world.open("schoolTeacher");
    const host = await world.open("holderHost");
    await teacher.join(id);
    await host.join(id);
    const ctx = await world.province.as("regionOfficer");
    const grant = await authorize(ctx, "workspace.manageMembers", id, { targetSide: "applicant" });
    await endMembership(ctx, grant, teacher.user?.personId as never);
    await waitFor(() => world.realtime.people(id).length === 1);
    const heard = teacher.heard.length;
    world.realtime.announce([{ type: "workspace.changed", workspaceId: id }]);
    await waitFor(() => host.heard.some(({ type }) => type === "workspace.changed"));
    expect(teacher.heard.length).toBe(heard);
    expect(await teacher.join(id)).toMatchObject({ ok: false });
  });

  test("a list that watches hears announcements and who is present, without being present itself", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const list = await world.open("holderHost");
    expect(await list.watch(id)).toEqual({ ok: true });
    await waitFor(() => list.presence.length === 1);
    expect(list.presence).toEqual([[]]);
    const officer = await world.open("regionOfficer");
    await officer.join(id);
    await waitFor(() => names(list).length === 1);
    expect(names(list)).toEqual(["陇南市推广应用负责人"]);
    officer.socket.close();
    await waitFor(() => list.presence.at(-1)?.length === 0);
    world.realtime.announce([{ type: "activity.added", workspaceId: id }]);
    await waitFor(() => list.heard.length === 1);
    expect(world.realtime.people(id)).toEqual([]);
  });

  test("a page moves from watching to being present and back", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const page = await world.open("holderHost");
    await page.watch(id);
    await page.join(id);
    expect(world.realtime.people(id)).toHaveLength(1);
    await page.watch(id);
    expect(world.realtime.people(id)).toEqual([]);
  });

  test("a stranger watches nothing", async () => {
    const world = await openWorld();
    const stranger = await world.open("allianceLead");
    expect(await stranger.watch(await world.province.workspace(PAIR))).toMatchObject({ ok: false, code: "notFound" });
  });

  test("the list of a person who is added hears of it, and of one who is removed hears no more of the workspace", async () => {
    const world = await openWorld();
    const id = await world.province.workspace(PAIR);
    const teacher = await world.open("schoolTeacher");
    const other = await world.open("holderHost");
    await teacher.watch(id);
    const ctx = await world.province.as("regionOfficer");
    const grant = await authorize(ctx, "workspace.manageMembers", id, { targetSide: "applicant" });
    const personId = teacher.user?.personId as never;
    await endMembership(ctx, grant, personId);
    await waitFor(() => teacher.accessChanges === 1);
    expect(other.accessChanges).toBe(0);
    expect(await teacher.watch(id)).toMatchObject({ ok: false, code: "notFound" });
    await addMember(ctx, grant, { personId, role: "schoolTeacher" });
    await waitFor(() => teacher.accessChanges === 2);
    expect(await teacher.watch(id)).toEqual({ ok: true });
  });

  test("one page watches at most so many workspaces; the others are refused and those it has stay", async () => {
    const world = await openWorld();
    const pair = await world.province.workspace(PAIR);
    const row = await world.province.db.selectFrom("workspace").selectAll().where("id", "=", pair).executeTakeFirstOrThrow();
    const ids = Array.from({ length: MAX_JOINED }, (_, index) => `copyofworkspace${index}` as WorkspaceId);
    await world.province.db
      .insertInto("workspace")
      .values(ids.map((id) => ({ ...row, id })))
      .execute();
    const province = await world.open("provinceAdmin");
    const answers = await Promise.all([pair, ...ids].map((id) => province.watch(id)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(MAX_JOINED);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: "invalid" });
    expect(await province.watch(pair)).toEqual({ ok: true });
  });

  test("an ended session closes its sockets and says so, others stay", async () => {
    const world = await openWorld();
    const first = await world.open("holderHost");
    const second = await world.open("holderHost");
    world.realtime.announce([{ type: "session.ended", sessionId: first.user?.sessionId ?? "" }]);
    await waitFor(() => !first.socket.connected);
    expect([first.signedOut, second.socket.connected]).toEqual([true, true]);
  });

  test("a session that is gone or too old is found by the sweep", async () => {
    const world = await openWorld();
    const gone = await world.open("holderHost");
    const kept = await world.open("holderExpert");
    await world.province.db
      .deleteFrom("session")
      .where("id", "=", gone.user?.sessionId as never)
      .execute();
    await waitFor(() => gone.signedOut && !gone.socket.connected);
    expect(kept.socket.connected).toBe(true);
    world.province.clock.set(Date.now() + 2 * 3_600_000);
    await waitFor(() => kept.signedOut);
    expect(world.realtime.people(await world.province.workspace(PAIR))).toEqual([]);
  });

  test("what is not a join is answered in Chinese or not at all, and too much of it is slowed", async () => {
    const world = await openWorld();
    const page = await world.open("holderHost");
    const raw = page.socket as unknown as Socket;
    for (const input of [undefined, null, 7, "x", {}, { workspaceId: "../etc", documentId: null }, { workspaceId: { $ne: 1 } }]) {
      expect(await raw.timeout(SAFETY_LIMIT).emitWithAck("join", input)).toEqual({
        ok: false,
        code: "invalid",
        message: "填写的内容不符合要求。",
      });
    }
    raw.emit("join", "no acknowledgement wanted");
    raw.emit("__proto__", {});
    raw.emit("unknown", new Uint8Array(1000));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => raw.timeout(SAFETY_LIMIT).emitWithAck("leave", { workspaceId: "aaaaaaaa" }) as Promise<Ack>),
    );
    expect(answers.filter((answer) => !answer.ok).at(-1)).toEqual({
      ok: false,
      code: "tooManyRequests",
      message: "操作过于频繁，请稍后再试。",
    });
    expect(page.socket.connected).toBe(true);
  });

  test("a message above 16 kB ends the connection and nothing else", async () => {
    const world = await openWorld();
    const page = await world.open("holderHost");
    const other = await world.open("holderExpert");
    (page.socket as unknown as Socket).emit("join", "x".repeat(20_000));
    await waitFor(() => !page.socket.connected);
    expect(await other.join(await world.province.workspace(PAIR))).toEqual({ ok: true });
  });
});
