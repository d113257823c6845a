import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { CollabProvider } from "#app/collab/provider.ts";
import { nextId, schema } from "#app/editor/schema.ts";
import { seedPlan } from "#collab/docs/plan.ts";
import { createRandom } from "#test/support/random.ts";
import { waitFor } from "#test/support/wait.ts";
import { Replica, textOf } from "./replica.ts";
import { type RoomServer, startRooms } from "./room-server.ts";

const open: CollabProvider[] = [];

function connect(server: RoomServer, documentId: string, doc: Y.Doc, random = () => 0): CollabProvider {
  const provider = new CollabProvider({ doc, documentId, lineage: "", origin: server.origin, random });
  open.push(provider);
  provider.connect();
  return provider;
}

async function seeded(server: RoomServer, documentId: string): Promise<void> {
  const room = await server.rooms.open(documentId, { lineage: "l1" });
  const update = seedPlan(
    {
      key: "t",
      zh: "校策",
      sections: [
        ["一、甲", []],
        ["二、表", ["任务｜责任人"]],
      ],
    },
    { title: "校策", nextId },
  );
  await room.submit("system", update);
}

const refusals = (server: RoomServer) => server.reports.filter((report) => report.type === "refused");

afterEach(() => {
  for (const provider of open.splice(0)) provider.destroy();
});

describe("provider and the real room", () => {
  it("says saved only when the room has made every edit durable", async () => {
    await using server = await startRooms();
    await seeded(server, "document01");
    const doc = new Y.Doc();
    const provider = connect(server, "document01", doc);
    await waitFor(() => provider.state.synced && provider.state.saved);
    const replica = Replica.on(doc);
    const states: boolean[] = [];
    provider.subscribe(() => states.push(provider.state.saved));
    replica.edit((tr) => tr.insertText("新", 1));
    expect(provider.state.saved).toBe(false);
    await waitFor(() => provider.state.saved);
    const room = server.rooms.peek("document01");
    expect(provider.state.savedSeq).toBe(room?.head);
    expect(provider.state.lineage).toBe("l1");
  });

  it("what is written while the line is down arrives with the next handshake, once", async () => {
    await using server = await startRooms();
    await seeded(server, "document02");
    const doc = new Y.Doc();
    const provider = connect(server, "document02", doc);
    await waitFor(() => provider.state.saved && provider.state.synced);
    const replica = Replica.on(doc);
    server.dropAll();
    await waitFor(() => provider.state.phase === "offline");
    replica.edit((tr) => tr.insertText("离线", 1));
    expect(provider.state.saved).toBe(false);
    await waitFor(() => provider.state.phase === "online" && provider.state.saved);
    const check = new Y.Doc();
    Y.applyUpdate(check, server.rooms.peek("document02")?.state() ?? new Uint8Array());
    expect(check.getXmlFragment("body").toString().split("离线")).toHaveLength(2);
    expect(refusals(server)).toEqual([]);
  });

  it("while held nothing that arrives touches the document; the release brings it in order", async () => {
    await using server = await startRooms();
    await seeded(server, "document03");
    const [one, two] = [new Y.Doc(), new Y.Doc()];
    const [a, b] = [connect(server, "document03", one), connect(server, "document03", two)];
    await waitFor(() => a.state.synced && b.state.synced);
    const other = Replica.on(two);
    a.hold();
    const before = one.getXmlFragment("body").toString();
    other.edit((tr) => tr.insertText("甲", 1));
    other.edit((tr) => tr.insertText("乙", 2));
    await waitFor(() => b.state.saved);
    await waitFor(() => a.state.head < (server.rooms.peek("document03")?.head ?? 0));
    expect(one.getXmlFragment("body").toString()).toBe(before);
    a.release();
    await waitFor(() => one.getXmlFragment("body").toString() === two.getXmlFragment("body").toString());
    expect(one.getXmlFragment("body").toString()).toContain("甲乙");
  });

  it("a reader answers with nothing and is refused nothing; an edit of a reader is refused with its reason and kept", async () => {
    await using server = await startRooms();
    await seeded(server, "document04");
    server.access = "read";
    const doc = new Y.Doc();
    const provider = connect(server, "document04", doc);
    await waitFor(() => provider.state.synced && provider.state.access === "read");
    expect([provider.state.saved, provider.state.refused, refusals(server).length]).toEqual([true, null, 0]);
    Replica.on(doc).edit((tr) => tr.insertText("不该", 1));
    await waitFor(() => provider.state.saved === false);
    expect(doc.getXmlFragment("body").toString()).toContain("不该");
    server.dropAll();
    await waitFor(() => provider.state.refused === "read-only");
    expect(provider.state.saved).toBe(false);
  });

  it("nothing that the editor writes is refused by the gatekeeper, and all replicas end equal", async () => {
    await using server = await startRooms();
    await seeded(server, "document05");
    const generator = createRandom(5);
    const random = () => generator.next();
    console.info(`seed ${generator.seed}`);
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
    const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
    const providers = docs.map((doc) => connect(server, "document05", doc, random));
    await waitFor(() => providers.every((provider) => provider.state.synced && provider.state.saved));
    const replicas = docs.map((doc) => Replica.on(doc));
    for (let round = 0; round < 150; round++) {
      const me = pick(replicas);
      if (me === undefined) continue;
      const places: number[] = [];
      me.state.doc.descendants((node, pos) => {
        if (node.isTextblock) for (let i = 0; i <= node.content.size; i++) places.push(pos + 1 + i);
      });
      const at = pick(places) ?? 1;
      const $at = me.state.doc.resolve(at);
      const to = Math.min(at + 3, $at.end());
      const act = pick(["type", "type", "type", "delete", "split", "mark", "kind", "break", "mention", "table", "drop", "line"]);
      if (act === "type") me.edit((tr) => tr.insertText(pick(["成果", "区域", "推广"]) ?? "", at));
      else if (act === "delete") me.edit((tr) => tr.delete(at, to));
      else if (act === "split") me.edit((tr) => tr.split(at, 1, [{ type: schema.nodes.block, attrs: { id: nextId() } }]));
      else if (act === "mark")
        me.edit((tr) => tr.addMark(at, to, random() < 0.5 ? schema.mark("bold") : schema.mark("link", { href: "https://example.org/" })));
      else if (act === "kind")
        me.edit((tr) =>
          tr.setNodeAttribute($at.before(), "kind", pick(["task", "bullet", "quote"])).setNodeAttribute($at.before(), "level", 2),
        );
      else if (act === "break") me.edit((tr) => tr.insert(at, schema.node("hardBreak")));
      else if (act === "mention") me.edit((tr) => tr.insert(at, schema.node("mention", { personId: "p1", label: "教研员" })));
      else if (act === "table") {
        const cell = (header: boolean) => schema.node(header ? "tableHeader" : "tableCell", null, [schema.node("block", { id: nextId() })]);
        const table = schema.node(
          "table",
          { id: nextId() },
          [true, false].map((header) => schema.node("tableRow", null, [cell(header), cell(header)])),
        );
        me.edit((tr) => tr.insert(tr.doc.content.size, table));
      } else if (act === "drop" && me.state.doc.childCount > 4) {
        const last = me.state.doc.lastChild?.nodeSize ?? 0;
        me.edit((tr) => tr.delete(tr.doc.content.size - last, tr.doc.content.size));
      } else if (act === "line" && random() < 0.3) {
        server.dropAll();
        await waitFor(() => providers.every((provider) => provider.state.phase !== "offline" || provider.state.attempts > 0));
      } else await waitFor(() => providers.some((provider) => provider.state.phase === "online"));
    }
    await waitFor(() => providers.every((provider) => provider.state.phase === "online" && provider.state.saved));
    await waitFor(() => new Set(docs.map((doc) => doc.getXmlFragment("body").toString())).size === 1);
    expect(refusals(server)).toEqual([]);
    expect(new Set(replicas.map((replica) => textOf(replica).join("|"))).size).toBe(1);
    expect(replicas[0]?.state.doc.toJSON()).toEqual(replicas[2]?.state.doc.toJSON());
  });
});
