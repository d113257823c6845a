import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { expect, test } from "vitest";
import { createI18n } from "#app/i18n/instance.ts";
import { zh } from "#app/i18n/zh.ts";
import { ReadableBody } from "#app/plans/readable-body.tsx";
import type { Block, BlockKind, BodyBlock, Run } from "#collab/docs/blocks.ts";

const run = (text: string, marks: Run["marks"] = {}): Run => ({ text, marks });
const block = (id: string, kind: BlockKind, runs: Run[], more: Partial<Block> = {}): Block => ({
  type: "block",
  id,
  kind,
  level: 0,
  checked: false,
  slot: "",
  origin: "",
  runs,
  ...more,
});

function render(blocks: readonly BodyBlock[]): string {
  return renderToStaticMarkup(
    <I18nextProvider i18n={createI18n("zh", zh)}>
      <ReadableBody blocks={blocks} />
    </I18nextProvider>,
  );
}

test("headings keep their rank and a required one its slot", () => {
  const html = render([block("t", "heading1", [run("方案")]), block("a", "heading2", [run("一、背景")], { slot: "s1" })]);
  expect(html).toBe('<h1 id="b-t" data-kind="heading1">方案</h1><h2 id="b-a" data-kind="heading2" data-slot="s1">一、背景</h2>');
});

test("neighbouring list blocks are one list, of the kinds and depths they have", () => {
  const html = render([
    block("1", "bullet", [run("甲")]),
    block("2", "bullet", [run("乙")], { level: 1 }),
    block("3", "paragraph", [run("丙")]),
    block("4", "task", [run("丁")], { checked: true }),
  ]);
  expect(html.match(/role="list"/g)).toHaveLength(2);
  expect(html.match(/role="listitem"/g)).toHaveLength(3);
  expect(html).toContain('data-level="1"');
  expect(html).toContain('checked=""');
});

test("text is never markup, and a link of another scheme is plain text", () => {
  const html = render([
    block("1", "paragraph", [run("<img src=x onerror=alert(1)>")]),
    block("2", "paragraph", [run("点我", { link: "javascript:alert(1)" }), run("官网", { link: "https://example.cn/" })]),
  ]);
  expect(html).not.toContain("<img");
  expect(html).not.toContain("javascript:");
  expect(html).toContain('<a href="https://example.cn/" rel="noreferrer noopener nofollow" target="_blank">官网</a>');
});

test("a table scrolls by itself and can be reached by keyboard", () => {
  const cell = (id: string, header: boolean) => ({ header, colspan: 1, rowspan: 1, blocks: [block(id, "paragraph", [run(id)])] });
  const html = render([{ type: "table", id: "t", rows: [[cell("a", true)], [cell("b", false)]] }]);
  expect(html).toContain('role="region" aria-label="表格" tabindex="0"');
  expect(html).toContain('<th colSpan="1" rowSpan="1"><p id="b-a" data-kind="paragraph">a</p></th>');
});

test("what a newer release wrote says so", () => {
  expect(render([{ type: "opaque", id: "o", name: "formula" }])).toContain(zh.plans.opaqueBlock);
});
