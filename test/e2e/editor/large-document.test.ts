import { describe, expect, it } from "vitest";
import { buildBody } from "#collab/docs/plan.ts";
import * as Y from "yjs";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";
import { useStage } from "./fixture.ts";

const BLOCKS = 1_500;
const SENTENCE = "在九个县区的城区薄弱学校中选定试点，按校情诊断、成果比对、校本改造、课堂试行四步推进，每学期试行不少于两个劳动项目。";

function largeBody(): Uint8Array {
  const blocks = Array.from({ length: BLOCKS }, (_, index) => ({
    type: "block" as const,
    id: `large${String(index).padStart(10, "0")}`,
    kind: index % 12 === 0 ? ("heading2" as const) : ("paragraph" as const),
    level: 0,
    checked: false,
    slot: index % 12 === 0 ? `s${index}` : "",
    origin: "",
    runs: [{ text: `${index}${SENTENCE}`, marks: {} }],
  }));
  return buildBody(blocks, 1);
}

const percentile = (values: number[], share: number) => [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

describe("a document of sixty pages", () => {
  const stage = useStage();

  // Limits are many times what is measured: they catch work that walks the document for every key, not a busy machine.
  it("opens, takes keys and colleagues' edits without walking the document", async () => {
    const id = "large00000";
    Y.applyUpdate(stage().relay.document(id).doc, largeBody());
    const started = performance.now();
    const writer = await stage().open(id);
    const opened = performance.now() - started;
    const mount = await writer.page.evaluate(() => window.harness.mountMs);
    await writer.place(700, 10);
    const keys = await writer.page.evaluate(async () => {
      const { view } = window.harness.core;
      const js: number[] = [];
      const frames: number[] = [];
      for (let round = 0; round < 40; round++) {
        const start = performance.now();
        view.dispatch(view.state.tr.insertText("字"));
        js.push(performance.now() - start);
        await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted, 0)));
        frames.push(performance.now() - start);
      }
      return { js, frames };
    });
    const remote = await writer.page.evaluate(async () => {
      const { doc, provider, Y } = window.harness;
      const other = new Y.Doc();
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
      const body = other.getXmlFragment("body");
      const costs: number[] = [];
      for (let round = 0; round < 40; round++) {
        const before = Y.encodeStateVector(other);
        const block = body.get(100 + round * 7);
        const text = block instanceof Y.XmlElement ? block.get(0) : null;
        if (!(text instanceof Y.XmlText)) throw new Error("a block without text");
        text.insert(5, "远");
        const update = Y.encodeStateAsUpdate(other, before);
        const start = performance.now();
        Y.applyUpdate(doc, update, provider);
        costs.push(performance.now() - start);
        await new Promise((painted) => requestAnimationFrame(painted));
      }
      return costs;
    });
    const report = {
      open: Math.round(opened),
      mount: Math.round(mount),
      keyJs: percentile(keys.js, 0.5).toFixed(2),
      keyToFrameP95: percentile(keys.frames, 0.95).toFixed(1),
      remoteP50: percentile(remote, 0.5).toFixed(2),
      remoteP95: percentile(remote, 0.95).toFixed(2),
    };
    console.info(`${BLOCKS} blocks, ms: ${JSON.stringify(report)}`);
    expect(await waitFor(async () => (await writer.blocks())[100]?.includes("远"))).toBe(true);
    expect(percentile(remote, 0.5)).toBeLessThan(200);
    expect(percentile(keys.js, 0.5)).toBeLessThan(200);
    expect(mount).toBeLessThan(SAFETY_LIMIT);
  });
});
