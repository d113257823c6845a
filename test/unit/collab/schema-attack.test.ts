import { expect, it } from "vitest";
import * as Y from "yjs";
import { Gate, updateOf } from "./gate.ts";
import { addBlock, typedUpdates } from "./world.ts";

const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment("body");
const first = (doc: Y.Doc): Y.XmlElement => bodyOf(doc).get(0) as Y.XmlElement;
const firstText = (doc: Y.Doc): Y.XmlText => first(doc).get(0) as Y.XmlText;

function set(element: Y.XmlElement, key: string, value: unknown): void {
  (element.setAttribute as (key: string, value: unknown) => void).call(element, key, value);
}

/** One level after the other: Yjs itself overflows the stack when it inserts a prepared tree of this depth. */
function nest(parent: Y.XmlFragment, depth: number): void {
  for (let at: Y.XmlFragment = parent, left = depth; left > 0; left--) {
    const block = new Y.XmlElement("block");
    at.insert(0, [block]);
    at = block;
  }
}

const ATTACKS: Record<string, (doc: Y.Doc) => void> = {
  "an unknown element": (doc) => bodyOf(doc).insert(0, [new Y.XmlElement("script")]),
  "an element named __proto__": (doc) => bodyOf(doc).insert(0, [new Y.XmlElement("__proto__")]),
  "an element named constructor": (doc) => bodyOf(doc).insert(0, [new Y.XmlElement("constructor")]),
  "text beside the blocks": (doc) => bodyOf(doc).insert(0, [new Y.XmlText("x")]),
  "a row outside a table": (doc) => bodyOf(doc).insert(0, [new Y.XmlElement("tableRow")]),
  "a block in a block": (doc) => first(doc).insert(0, [new Y.XmlElement("block")]),
  "1,000 levels": (doc) => nest(bodyOf(doc), 1000),
  "a hook": (doc) => bodyOf(doc).insert(0, [new Y.XmlHook("onclick") as unknown as Y.XmlElement]),
  "an unknown attribute": (doc) => set(first(doc), "onclick", "x"),
  "an attribute named __proto__": (doc) => set(first(doc), "__proto__", "x"),
  "a table attribute on a block": (doc) => set(first(doc), "colspan", 2),
  "a 200 kB attribute": (doc) => set(first(doc), "id", "x".repeat(200_000)),
  "an object as attribute": (doc) => set(first(doc), "id", { a: 1 }),
  "a list as attribute": (doc) => set(first(doc), "id", ["a"]),
  "bytes as attribute": (doc) => set(first(doc), "id", new Uint8Array(3)),
  "a type as attribute": (doc) => set(first(doc), "id", new Y.Map()),
  "an unknown kind": (doc) => set(first(doc), "kind", "script"),
  "a level of 99": (doc) => set(first(doc), "level", 99),
  "a javascript link": (doc) => firstText(doc).format(0, 1, { link: "javascript:alert(1)" }),
  "a data link": (doc) => firstText(doc).format(0, 1, { link: "data:text/html,x" }),
  "a relative link": (doc) => firstText(doc).format(0, 1, { link: "//evil.example" }),
  "an unknown mark": (doc) => firstText(doc).format(0, 1, { style: "color:red" }),
  "a mark named __proto__": (doc) => firstText(doc).format(0, 1, { ["__proto__x"]: true }),
  "a mark with an object": (doc) => firstText(doc).format(0, 1, { bold: { a: 1 } }),
  "an unknown embed": (doc) => firstText(doc).insertEmbed(0, { image: "https://example.org/a.png" }),
  "a mention with more": (doc) => firstText(doc).insertEmbed(0, { mention: { personId: "p", label: "x", href: "y" } }),
  "an embedded type": (doc) => firstText(doc).insertEmbed(0, new Y.Map()),
  "an attribute on text": (doc) => firstText(doc).setAttribute("dir", "rtl"),
  "another root": (doc) => doc.getXmlFragment("other").insert(0, [new Y.XmlElement("block")]),
  "a map at the root": (doc) => doc.getMap("body2").set("a", 1),
};

for (const [name, attack] of Object.entries(ATTACKS)) {
  it(`C12 COLLAB-9 ${name} is refused and changes nothing`, () => {
    const gate = new Gate();
    for (const update of typedUpdates(5, "正文")) gate.admit(update);
    const before = gate.bytes();
    const update = updateOf(6, attack, gate.durable.encodeFull());
    // Processor time: the machine has other work, which would look like a stall.
    const started = process.cpuUsage();
    expect(gate.verdict(update, "p2")).toBe("schema");
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
    expect(gate.bytes()).toBe(before);
    // The index went back too: the next honest edit passes.
    expect(
      gate.verdict(
        updateOf(6, (doc) => addBlock(doc, "正常"), gate.durable.encodeFull()),
        "p2",
      ),
    ).toBe("accepted");
  });
}

it.each([
  ["sub-document", (doc: Y.Doc) => doc.getMap("body").set("a", new Y.Doc())],
  ["binary", (doc: Y.Doc) => doc.getMap("body").set("a", new Uint8Array(9))],
])("C12 COLLAB-9 a %s is refused", (_, attack) => {
  expect(["malformed", "schema"]).toContain(new Gate().verdict(updateOf(6, attack as (doc: Y.Doc) => void)));
});

it("COLLAB-9 a struct between two parents is refused: replicas that collected one of them would disagree", () => {
  const gate = new Gate();
  for (const update of typedUpdates(5, "甲")) gate.admit(update);
  gate.admit(
    updateOf(6, (doc) => addBlock(doc, "乙", "b6"), gate.durable.encodeFull()),
    "p2",
  );
  const doc = new Y.Doc();
  Y.applyUpdate(doc, gate.durable.encodeFull());
  const [left, right] = bodyOf(doc)
    .toArray()
    .map((block) => ((block as Y.XmlElement).get(0) as Y.XmlText)._start?.id);
  if (!left || !right) throw new Error("no text");
  const bytes = [1, 1, 7, 0, 0xc4, left.client, left.clock, right.client, right.clock, 1, 97, 0];
  expect(gate.verdict(Uint8Array.from(bytes), "p3")).toBe("schema");
});
