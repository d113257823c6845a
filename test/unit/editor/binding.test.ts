import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { nextId, schema } from "#app/editor/schema.ts";
import { readChild } from "#app/editor/y-codec.ts";
import { expectProperty } from "#test/support/random.ts";
import { exchange, Replica, textOf } from "./replica.ts";

const block = (text: string, attrs: object = {}) =>
  schema.node("block", { id: nextId(), ...attrs }, text === "" ? [] : [schema.text(text)]);

function pair(texts: string[]): [Replica, Replica] {
  const a = new Replica(1);
  a.edit((tr) =>
    tr.replaceWith(
      0,
      tr.doc.content.size,
      texts.map((text) => block(text)),
    ),
  );
  const b = new Replica(2, Y.encodeStateAsUpdate(a.ydoc));
  return [a, b];
}

/** The editor shows exactly what the shared text holds. */
function expectFaithful(replica: Replica): void {
  const fresh = replica.binding.elements.map((element) => readChild(element));
  const json = (node: Node): unknown => node.toJSON();
  expect(replica.state.doc.children.map(json)).toEqual(fresh.map(json));
}

const halves = (node: Node, offset: number) =>
  /^[\ud800-\udbff][\udc00-\udfff]$/.test(node.textBetween(Math.max(0, offset - 1), Math.min(node.content.size, offset + 1), "", "x"));

describe("binding", () => {
  it("typing in one block writes one insertion into that block's text", () => {
    const [a, b] = pair(["一", "二", "三"]);
    const updates: Uint8Array[] = [];
    a.ydoc.on("update", (update: Uint8Array) => updates.push(update));
    a.edit((tr) => tr.insertText("方案", 5));
    expect(updates).toHaveLength(1);
    expect(updates[0]?.length).toBeLessThan(40);
    exchange([a, b]);
    expect(textOf(b)).toEqual(["一", "二方案", "三"]);
  });

  it("a word typed before an equal character stays one piece when a colleague types at the same place", () => {
    for (const order of [0, 1]) {
      const [a, b] = pair(["成绩"]);
      const [first, second] = order === 0 ? [a, b] : [b, a];
      first.edit((tr) => tr.insertText("成果", 1));
      second.edit((tr) => tr.insertText("区域", 1));
      exchange([a, b]);
      expect(textOf(a)).toEqual(textOf(b));
      expect(["成果区域成绩", "区域成果成绩"]).toContain(textOf(a)[0]);
      expectFaithful(a);
    }
  });

  it("a composition of many steps that ends as one word is one insertion at its place", () => {
    const [a, b] = pair(["成绩"]);
    b.edit((tr) => tr.insertText("区域", 1));
    const tr = a.state.tr;
    for (const [index, letter] of "chengguo".split("").entries()) tr.insertText(letter, 1 + index);
    tr.insertText("成果", 1, 9);
    let count = 0;
    a.ydoc.on("update", () => count++);
    a.state = a.state.apply(tr);
    a.binding.flush(a.state.doc, tr.mapping.maps);
    expect(count).toBe(1);
    exchange([a, b]);
    expect(["成果区域成绩", "区域成果成绩"]).toContain(textOf(b)[0]);
  });

  it("a colleague's new kind keeps the text typed meanwhile", () => {
    const [a, b] = pair(["目标"]);
    a.edit((tr) => tr.setNodeAttribute(0, "kind", "heading2"));
    b.edit((tr) => tr.insertText("与任务", 3));
    exchange([a, b]);
    expect(textOf(a)).toEqual(["目标与任务"]);
    expect(b.state.doc.firstChild?.attrs.kind).toBe("heading2");
  });

  it("marks, breaks and mentions survive the way there and back", () => {
    const [a, b] = pair(["甲乙丙"]);
    a.edit((tr) => tr.addMark(2, 3, schema.mark("bold")).addMark(2, 4, schema.mark("link", { href: "https://example.org/" })));
    a.edit((tr) => tr.insert(2, schema.node("hardBreak")).insert(1, schema.node("mention", { personId: "p1", label: "教研员" })));
    exchange([a, b]);
    expect(b.state.doc.toJSON()).toEqual(a.state.doc.toJSON());
    expectFaithful(b);
    b.edit((tr) => tr.removeMark(1, tr.doc.content.size - 1, schema.marks.bold));
    exchange([a, b]);
    expect(a.state.doc.toJSON()).toEqual(b.state.doc.toJSON());
    expect(JSON.stringify(a.state.doc.toJSON())).not.toContain("bold");
  });

  it("characters outside the basic plane are never cut in half", () => {
    const [a, b] = pair(["𠮷a𠮶"]);
    a.edit((tr) => tr.insertText("𠮶", 1, 3));
    exchange([a, b]);
    expect(textOf(b)).toEqual(["𠮶a𠮶"]);
  });

  it("the editor caret stays before text a colleague inserts at the same place only where the steps say so", () => {
    const [a, b] = pair(["成绩"]);
    b.edit((tr) => tr.insertText("成", 1));
    b.pushTo(a);
    expect(textOf(a)).toEqual(["成成绩"]);
    expectFaithful(a);
  });

  it("elements of other shapes are shown, kept and never written", () => {
    const ydoc = new Y.Doc();
    const body = ydoc.getXmlFragment("body");
    const strange = new Y.XmlElement("questionCard");
    strange.insert(0, [new Y.XmlText("题")]);
    const bare = new Y.XmlElement("block");
    const twice = new Y.XmlElement("block");
    twice.insert(0, [new Y.XmlText("上"), new Y.XmlText("下")]);
    body.insert(0, [strange, bare, twice, new Y.XmlText("散")]);
    const before = body.toString();
    const replica = new Replica(7, Y.encodeStateAsUpdate(ydoc));
    expect(replica.state.doc.children.map((node) => node.type.name)).toEqual(["opaque", "block", "opaque", "opaque"]);
    expect(replica.ydoc.getXmlFragment("body").toString()).toBe(before);
    replica.edit((tr) => tr.insertText("新", 2));
    expect(replica.ydoc.getXmlFragment("body").toString()).toBe(before.replace("<block></block>", "<block>新</block>"));
  });

  it("typing in a table cell touches only that cell's text; rows inserted at both sides are both kept", () => {
    const cell = (text: string) => schema.node("tableCell", null, [block(text)]);
    const table = schema.node("table", { id: nextId() }, [
      schema.node("tableRow", null, [cell("甲"), cell("乙")]),
      schema.node("tableRow", null, [cell("丙"), cell("丁")]),
    ]);
    const a = new Replica(1);
    a.edit((tr) => tr.replaceWith(0, tr.doc.content.size, [table]));
    const b = new Replica(2, Y.encodeStateAsUpdate(a.ydoc));
    const events: string[] = [];
    a.ydoc.getXmlFragment("body").observeDeep((list) => {
      for (const { target } of list) events.push(target instanceof Y.XmlText ? "text" : "element");
    });
    a.edit((tr) => tr.insertText("一", 4));
    expect(events).toEqual(["text"]);
    const row = (text: string) => schema.node("tableRow", null, [cell(text), cell(text)]);
    a.edit((tr) => tr.insert(1, row("头")));
    b.edit((tr) => tr.insert(tr.doc.content.size - 1, row("尾")));
    exchange([a, b]);
    expect(a.state.doc.toJSON()).toEqual(b.state.doc.toJSON());
    expect(a.state.doc.firstChild?.children.map((node) => node.textContent)).toEqual(["头头", "一甲乙", "丙丁", "尾尾"]);
    expectFaithful(b);
  });

  it("random editing by three people converges and every editor shows what is shared", async () => {
    const op = fc.record({
      who: fc.nat(2),
      type: fc.constantFrom("type", "type", "type", "delete", "split", "join", "kind", "mark", "move", "sync"),
      at: fc.nat(10_000),
      length: fc.nat(6),
      text: fc.constantFrom("成", "成果", "果成", "的", "𠮷", "ab"),
    });
    await expectProperty(
      fc.property(fc.array(op, { minLength: 5, maxLength: 60 }), (ops) => {
        const a = new Replica(1);
        a.edit((tr) =>
          tr.replaceWith(
            0,
            tr.doc.content.size,
            ["成果成果", "的的的", "甲"].map((text) => block(text)),
          ),
        );
        const seed = Y.encodeStateAsUpdate(a.ydoc);
        const all = [a, new Replica(2, seed), new Replica(3, seed)];
        for (const { who, type, at, length, text } of ops) {
          const me = all[who];
          if (me === undefined) continue;
          const { doc } = me.state;
          const positions: number[] = [];
          doc.descendants((node, pos) => {
            // No browser puts the caret between the halves of one character.
            if (node.isTextblock) for (let i = 0; i <= node.content.size; i++) if (!halves(node, i)) positions.push(pos + 1 + i);
          });
          const from = positions[at % positions.length] ?? 1;
          const parent = doc.resolve(from).parent;
          const reach = Math.min(from + length, doc.resolve(from).end());
          const to = halves(parent, reach - doc.resolve(from).start()) ? reach + 1 : reach;
          const index = at % doc.childCount;
          const start = doc.children.slice(0, index).reduce((sum, node) => sum + node.nodeSize, 0);
          if (type === "type") me.edit((tr) => tr.insertText(text, from, to));
          else if (type === "delete") me.edit((tr) => tr.delete(from, to));
          else if (type === "split") me.edit((tr) => tr.split(from, 1, [{ type: parent.type, attrs: { ...parent.attrs, id: nextId() } }]));
          else if (type === "join" && index > 0) me.edit((tr) => tr.join(start));
          else if (type === "kind") me.edit((tr) => tr.setNodeAttribute(start, "kind", length > 3 ? "heading3" : "bullet"));
          else if (type === "mark") me.edit((tr) => (length > 2 ? tr.addMark(from, to, schema.mark("bold")) : tr.removeMark(from, to)));
          else if (type === "move" && doc.childCount > 1) {
            const node = doc.child(index);
            me.edit((tr) => tr.delete(start, start + node.nodeSize).insert(0, node));
          } else if (type === "sync") {
            const other = all[(who + 1) % 3];
            if (other !== undefined) me.pushTo(other);
          }
          expectFaithful(me);
        }
        exchange(all);
        exchange(all);
        for (const replica of all) {
          expectFaithful(replica);
          expect(replica.state.doc.textContent).toBe(a.state.doc.textContent);
          replica.state.doc.check();
        }
      }),
      { numRuns: 150 },
    );
  });
});
