import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { type PlanTemplate, seedPlan } from "#collab/docs/plan.ts";
import { waitFor } from "#test/support/wait.ts";
import { sameText, useStage, type Writer } from "./fixture.ts";

const TEMPLATE: PlanTemplate = {
  key: "t",
  zh: "校策",
  sections: [
    ["一、校情分析", []],
    ["二、目标", []],
  ],
};

/** Title, 一、 with its empty paragraph, 二、 with its own. */
function seed(): Uint8Array {
  let count = 0;
  return seedPlan(TEMPLATE, { title: "校策", nextId: () => `block${String(count++).padStart(10, "0")}` });
}

interface Shape {
  kind: string;
  level: number;
  checked: boolean;
  text: string;
}

const shapes = (writer: Writer): Promise<Shape[]> =>
  writer.page.evaluate(() =>
    window.harness.core.view.state.doc.children.map((node) => ({
      kind: node.type.name === "block" ? String(node.attrs.kind) : node.type.name,
      level: Number(node.attrs.level ?? 0),
      checked: node.attrs.checked === true,
      text: node.textContent,
    })),
  );
const lines = async (writer: Writer) => (await shapes(writer)).map(({ kind, text }) => `${kind} ${text}`);
const ids = (writer: Writer) =>
  writer.page.evaluate(() => window.harness.core.view.state.doc.children.map((node) => String(node.attrs.id)));

async function paste(writer: Writer, type: string, data: string): Promise<void> {
  await writer.page.evaluate(
    ([kind, content]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData(kind, content);
      const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      window.harness.core.view.dom.dispatchEvent(event);
    },
    [type, data] as const,
  );
}

describe("editing", () => {
  const stage = useStage();
  let next = 0;
  const openSeeded = async () => {
    const id = `editing${String(next++).padStart(4, "0")}`;
    Y.applyUpdate(stage().relay.document(id).doc, seed());
    return stage().open(id);
  };
  const openEmpty = () => stage().open(`editing${String(next++).padStart(4, "0")}`);

  it("a required heading keeps its words, its kind and its place against typing, Backspace, Delete and select-all", async () => {
    const writer = await openSeeded();
    const before = await lines(writer);
    await writer.place(1, 3);
    await writer.page.keyboard.type("新");
    await writer.page.keyboard.press("Backspace");
    await writer.page.keyboard.press("Control+Alt+0");
    await writer.compose("xin", "新");
    await writer.place(2, 0);
    await writer.page.keyboard.type("甲");
    await writer.place(2, 0);
    await writer.page.keyboard.press("Backspace");
    await writer.place(1, 6);
    await writer.page.keyboard.press("Delete");
    await waitFor(async () => (await lines(writer))[2] === "paragraph 甲");
    expect((await lines(writer))[1]).toBe(before[1]);
    expect(await writer.page.evaluate(() => window.harness.counts.refused)).toBeGreaterThan(2);
    await writer.page.keyboard.press("Control+a");
    await writer.page.keyboard.press("Backspace");
    const left = await lines(writer);
    expect(left.filter((line) => line.startsWith("heading2"))).toEqual(["heading2 一、校情分析", "heading2 二、目标"]);
    expect(left.join()).not.toContain("甲");
    // Enter at its end writes below it.
    await writer.place(left.indexOf("heading2 一、校情分析"), 6);
    await writer.page.keyboard.press("Enter");
    await writer.page.keyboard.type("下面");
    expect((await lines(writer)).join()).toContain("heading2 一、校情分析,paragraph 下面");
    expect(new Set(await ids(writer)).size).toBe((await ids(writer)).length);
  });

  it("official numbering at the start of a line makes headings, and Enter goes on counting", async () => {
    const writer = await openEmpty();
    await writer.editor.click();
    await writer.page.keyboard.type("一、总体要求");
    await writer.page.keyboard.press("Enter");
    await writer.page.keyboard.type("（一）指导思想");
    await writer.page.keyboard.press("Enter");
    await writer.page.keyboard.type("1. 选定学校");
    await writer.page.keyboard.press("Enter");
    await writer.page.keyboard.type("完成改造");
    await writer.page.keyboard.press("Enter");
    await writer.page.keyboard.press("Enter");
    await writer.page.keyboard.type("1.5亿元");
    await writer.page.keyboard.press("Enter");
    await writer.page.keyboard.type("（1）保留底线");
    await writer.page.keyboard.press("Enter");
    await writer.page.keyboard.type("替换场景");
    await writer.page.keyboard.press("Tab");
    expect((await shapes(writer)).map(({ kind, level, text }) => `${kind}${level} ${text}`)).toEqual([
      "heading20 一、总体要求",
      "heading30 （一）指导思想",
      "heading40 1.选定学校",
      "heading40 2.完成改造",
      "paragraph0 1.5亿元",
      "ordered0 保留底线",
      "ordered1 替换场景",
    ]);
  });

  it("the numeral may come from the input method", async () => {
    const writer = await openEmpty();
    await writer.editor.click();
    await writer.compose("yi", "一");
    await writer.commit("、");
    await waitFor(async () => (await lines(writer))[0] === "heading2 一、");
    await writer.compose("mubiao", "目标");
    expect(await lines(writer)).toEqual(["heading2 一、目标"]);
  });

  it("undo takes back this page's edits only and brings the caret back", async () => {
    const id = `editing${String(next++).padStart(4, "0")}`;
    const [a, b] = [await stage().open(id), await stage().open(id)];
    await a.editor.click();
    // In one go: keys that a slow machine takes one by one would be undone one by one.
    await a.page.keyboard.insertText("甲方");
    await waitFor(async () => (await b.blocks())[0] === "甲方");
    await b.place(0, 2);
    await b.page.keyboard.type("乙方");
    await waitFor(async () => (await a.blocks())[0] === "甲方乙方");
    await a.page.keyboard.press("Control+z");
    expect(await sameText([a, b])).toEqual(["乙方"]);
    await a.page.keyboard.press("Control+Shift+z");
    expect(await sameText([a, b])).toEqual(["甲方乙方"]);
    await a.page.keyboard.type("！");
    expect((await sameText([a, b]))[0]).toBe("甲方！乙方");
  });

  it("Word's paragraphs become headings, lists with levels, tables and marks; unsafe links and scripts are left behind", async () => {
    const writer = await openEmpty();
    await writer.editor.click();
    await paste(
      writer,
      "text/html",
      `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body><!--StartFragment-->
      <p class=MsoTitle>推广方案<o:p></o:p></p>
      <p class=MsoNormal>　　一、总体要求</p>
      <p class=MsoNormal>　　坚持<b>育人</b>为本，<u>稳步</u>推进，见<a href="javascript:alert(1)">附件</a>与<a href="https://example.org/a">原文</a>。</p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>研读</p>
      <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>(1)<span>&nbsp;</span></span>联片</p>
      <ul><li>甲<ul><li>乙</li></ul></li></ul>
      <table class=MsoTableGrid><tr><td><p>任务</p></td><td><p>责任人</p></td></tr><tr><td colspan=2><p>读书</p></td></tr></table>
      <script>alert(1)</script><!--EndFragment--></body></html>`,
    );
    const found = (await shapes(writer)).map(({ kind, level, text }) => `${kind}${level} ${text}`.trim());
    expect(found.slice(0, 8)).toEqual([
      "heading10 推广方案",
      "heading20 一、总体要求",
      "paragraph0 坚持育人为本，稳步推进，见附件与原文。",
      "bullet0 研读",
      "ordered1 联片",
      "bullet0 甲",
      "bullet1 乙",
      "table0 任务责任人读书",
    ]);
    const html = await writer.editor.innerHTML();
    expect(html).toContain("<strong>育人</strong>");
    expect(html).toContain("<u>稳步</u>");
    expect(html).toContain('href="https://example.org/a"');
    expect(html).not.toContain("javascript");
    expect(html).toContain('colspan="2"');
    // Below a table at the end of the text there is a way out.
    await writer.page.keyboard.press("ArrowDown");
    await paste(writer, "text/plain", "第一行\r\n　　第二行\r\n");
    expect((await writer.blocks()).join("|")).toContain("第一行|第二行");
    expect(new Set(await ids(writer)).size).toBe((await ids(writer)).length);
  });

  it("a pasted document larger than an update may be goes out in several", async () => {
    const { relay } = stage();
    const writer = await openEmpty();
    await writer.editor.click();
    relay.resetTally();
    const text = Array.from(
      { length: 1500 },
      (_, index) => `第${index}段：按校情诊断、成果比对、校本改造、课堂试行四步推进，每学期试行不少于两个劳动项目。`,
    ).join("\n");
    await paste(writer, "text/plain", text);
    await waitFor(async () => (await writer.page.evaluate(() => window.harness.provider.state.saved)) === true);
    expect(relay.tally.updates).toBeGreaterThan(1);
    expect(relay.tally.updateBytes / relay.tally.updates).toBeLessThan(128 * 1024);
    expect((await writer.blocks()).length).toBe(1500);
  });

  it("tables: Tab walks the cells and adds a row at the end; two people in two cells do not disturb each other", async () => {
    const id = `editing${String(next++).padStart(4, "0")}`;
    Y.applyUpdate(
      stage().relay.document(id).doc,
      seedPlan(
        { key: "t", zh: "表", sections: [["一、表", ["任务｜责任人"]]] },
        { title: "表", nextId: () => `cell${String(next++).padStart(12, "0")}` },
      ),
    );
    const [a, b] = [await stage().open(id), await stage().open(id)];
    const cells = (writer: Writer) => writer.page.locator("td");
    await cells(a).first().click();
    await cells(b).last().click();
    await Promise.all([a.page.keyboard.type("研读"), b.page.keyboard.type("教研员")]);
    await a.page.keyboard.press("Tab");
    await a.page.keyboard.type("校长");
    await b.page.keyboard.press("Tab");
    await b.page.keyboard.type("新行");
    const text = await sameText([a, b]);
    expect(text.join("")).toContain("研读校长");
    expect(text.join("")).toContain("教研员新行");
    expect(await a.page.locator("tr").count()).toBe(5);
  });

  it("Ctrl+S is answered by the page, not by the browser, and a task is ticked by key and by click", async () => {
    const writer = await openEmpty();
    await writer.editor.click();
    await writer.page.keyboard.type("【】报名单");
    await writer.page.keyboard.press("Control+Enter");
    expect((await shapes(writer))[0]).toEqual({ kind: "task", level: 0, checked: true, text: "报名单" });
    await writer.page.locator("input[type=checkbox]").click();
    await waitFor(async () => (await shapes(writer))[0]?.checked === false);
    await writer.page.keyboard.press("Control+s");
    expect(await writer.page.evaluate(() => window.harness.counts.saves)).toBe(1);
  });

  it("a colleague's caret carries name and side and stands where the text moves it", async () => {
    const id = `editing${String(next++).padStart(4, "0")}`;
    const a = await stage().open(id);
    const b = await stage().open(id, { name: "陇南市教研员", side: "applicant", access: "write" });
    await a.editor.click();
    await a.page.keyboard.type("甲乙丙");
    await waitFor(async () => (await b.blocks())[0] === "甲乙丙");
    await b.place(0, 3);
    const flag = a.page.locator(".ProseMirror b", { hasText: "陇南市教研员" });
    await flag.waitFor({ state: "attached" });
    await a.place(0, 0);
    await a.page.keyboard.type("新");
    expect(await flag.evaluate((node) => node.parentElement?.previousSibling?.textContent)).toBe("新甲乙丙");
  });
});
