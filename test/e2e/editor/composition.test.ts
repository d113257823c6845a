import { describe, expect, it } from "vitest";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";
import { sameText, useStage } from "./fixture.ts";

const WORDS = [
  ["fangan", "方案"],
  ["chengguo", "成果"],
  ["tuiguang", "推广"],
  ["jiaoyan", "教研"],
  ["laodong", "劳动"],
  ["chengyu", "成语"],
] as const;

describe("composition", () => {
  const stage = useStage();

  it("two pages type into one document and see each other", async () => {
    const [a, b] = [await stage().open("first00000"), await stage().open("first00000")];
    await a.editor.click();
    await a.page.keyboard.type("区域方案");
    await waitFor(async () => (await b.blocks())[0] === "区域方案");
    await b.place(0, 2);
    await b.page.keyboard.type("推广");
    expect(await sameText([a, b])).toEqual(["区域推广方案"]);
  });

  it("a word leaves as one update while a colleague edits the same paragraph, and no composition is cancelled", async () => {
    const { relay, open } = stage();
    const [a, b] = [await open("second0000"), await open("second0000")];
    await a.editor.click();
    await a.page.keyboard.type("甲乙丙丁");
    await waitFor(async () => (await b.blocks())[0] === "甲乙丙丁");
    await a.place(0, 2);
    relay.resetTally();
    const rounds = 20;
    let own = "";
    const delays: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const [pinyin, word] = WORDS[round % WORDS.length] ?? ["", ""];
      await a.composeOnly(pinyin.slice(0, 2));
      await b.place(0, 0);
      await b.page.keyboard.type(String(round % 10));
      await a.composeOnly(pinyin);
      const seen = await a.blocks();
      await a.commit(word);
      const committed = performance.now();
      own += word;
      expect(seen[0]).toContain(pinyin);
      const digits = round + 1;
      await waitFor(async () => (await a.blocks())[0]?.replace(/\D/g, "").length === digits);
      delays.push(performance.now() - committed);
    }
    const text = await sameText([a, b]);
    expect(text[0]).toContain(`甲乙${own}丙丁`);
    const perWord = (relay.tally.updates - rounds) / rounds;
    console.info(
      `updates on the wire per word: ${perWord}; remote edit visible after the end: at most ${Math.round(Math.max(...delays))} ms`,
    );
    expect(perWord).toBeLessThanOrEqual(1.2);
    expect(Math.max(...delays)).toBeLessThan(SAFETY_LIMIT);
  });

  it("two people composing in one paragraph at once end with equal text and every word in one piece", async () => {
    const { open } = stage();
    const [a, b] = [await open("third00000"), await open("third00000")];
    await a.editor.click();
    await a.page.keyboard.type("成果");
    await waitFor(async () => (await b.blocks())[0] === "成果");
    await a.place(0, 0);
    await b.place(0, 0);
    const words: string[] = [];
    for (let round = 0; round < 25; round++) {
      const [pinyin, word] = WORDS[round % WORDS.length] ?? ["", ""];
      const [other, second] = WORDS[(round * 3 + 1) % WORDS.length] ?? ["", ""];
      await Promise.all([a.composeOnly(pinyin), b.composeOnly(other)]);
      await Promise.all([a.commit(word), b.commit(second)]);
      words.push(word, second);
    }
    const text = (await sameText([a, b]))[0] ?? "";
    expect(text).toHaveLength(words.length * 2 + 2);
    let rest = text;
    for (const word of [...new Set(words)]) {
      const count = words.filter((one) => one === word).length + (word === "成果" ? 1 : 0);
      expect(text.split(word).length - 1, word).toBe(count);
      rest = rest.replaceAll(word, "");
    }
    expect(rest).toBe("");
  });

  it("a colleague who changes the kind, splits or deletes the paragraph does not disturb the composition in it", async () => {
    const { open } = stage();
    const [a, b] = [await open("fourth0000"), await open("fourth0000")];
    await a.editor.click();
    await a.page.keyboard.type("甲乙丙丁");
    await waitFor(async () => (await b.blocks())[0] === "甲乙丙丁");
    await a.place(0, 2);
    await a.composeOnly("fangan");
    await b.place(0, 3);
    await b.page.keyboard.press("Control+Alt+1");
    await b.page.keyboard.press("End");
    await b.page.keyboard.press("Enter");
    await b.page.keyboard.type("新段");
    expect((await a.blocks())[0]).toBe("甲乙fangan丙丁");
    await a.commit("方案");
    expect(await sameText([a, b])).toEqual(["一、甲乙方案丙丁", "新段"]);
    // The whole paragraph goes while a word is being written in it: the word goes with it, the pages agree.
    await a.place(0, 4);
    await a.composeOnly("chengguo");
    await b.page.evaluate(() =>
      window.harness.core.view.dispatch(window.harness.core.view.state.tr.delete(0, window.harness.core.view.state.doc.child(0).nodeSize)),
    );
    await a.commit("成果");
    expect(await sameText([a, b])).toEqual(["新段"]);
  });

  it("Enter chooses a candidate while composing and makes no paragraph", async () => {
    const a = await stage().open("fifth00000");
    await a.editor.click();
    await a.composeOnly("fangan");
    await a.page.evaluate(() => {
      const { dom } = window.harness.core.view;
      dom.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }));
    });
    await a.commit("方案");
    await waitFor(async () => (await a.blocks())[0] === "方案");
    expect(await a.blocks()).toHaveLength(1);
  });

  it("a composition whose end never comes is over with the next plain key, and its text goes out", async () => {
    const { open } = stage();
    const [a, b] = [await open("sixth00000"), await open("sixth00000")];
    await a.editor.click();
    await a.page.keyboard.type("甲");
    await a.page.evaluate(() => window.harness.core.view.dom.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true })));
    expect(await a.page.evaluate(() => window.harness.core.composing)).toBe(true);
    await b.place(0, 0);
    await b.page.keyboard.type("远");
    await a.page.keyboard.press("a");
    await a.page.keyboard.press("b");
    expect(await sameText([a, b])).toEqual(["远甲ab"]);
    expect(await a.page.evaluate(() => window.harness.core.composing)).toBe(false);
  });

  it("an editor that closes in the middle of a word takes in what was held back without a view", async () => {
    const { open } = stage();
    const [a, b] = [await open("eighth0000"), await open("eighth0000")];
    await a.editor.click();
    await a.page.keyboard.type("甲");
    await waitFor(async () => (await b.blocks())[0] === "甲");
    let arrived = false;
    a.cdp.on("Network.webSocketFrameReceived", ({ response }) => {
      arrived ||= Buffer.from(response.payloadData, "base64").includes("远方");
    });
    await a.cdp.send("Network.enable");
    await a.composeOnly("fangan");
    await b.place(0, 0);
    await b.page.keyboard.insertText("远方");
    await waitFor(() => arrived, { what: "the colleague's edit at the page" });
    expect((await a.blocks())[0]).toBe("甲fangan");
    await a.page.evaluate(() => window.harness.core.destroy());
    expect(await a.page.evaluate(() => window.harness.doc.getXmlFragment("body").toString())).toContain("远方甲fangan");
  });

  it("a colleague's caret in the same line stands still until the word is written", async () => {
    const { open } = stage();
    const a = await open("seventh000");
    const b = await open("seventh000", { name: "教研员", side: "applicant", access: "write" });
    await a.editor.click();
    await a.page.keyboard.type("甲乙丙丁");
    await waitFor(async () => (await b.blocks())[0] === "甲乙丙丁");
    await b.place(0, 4);
    const flag = a.page.locator(".ProseMirror b", { hasText: "教研员" });
    await flag.waitFor({ state: "attached" });
    const before = () => flag.evaluate((node) => node.parentElement?.previousSibling?.textContent);
    await a.place(0, 1);
    await a.composeOnly("fang");
    await b.place(0, 1);
    await b.place(0, 2);
    await a.composeOnly("fangan");
    expect(await before()).toBe("甲fangan乙丙丁");
    await a.commit("方案");
    await waitFor(async () => (await before()) === "甲方案乙");
    expect(await a.blocks()).toEqual(["甲方案乙丙丁"]);
  });
});
