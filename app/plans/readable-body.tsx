import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isSafeLink, type Block, type BodyBlock, type BlockKind, type Run, type TableBlock } from "#collab/docs/blocks.ts";
import { groupBlocks, type ListGroup } from "./group-blocks.ts";

/** The text of a plan as plain, semantic HTML: what is read before any script runs, and what versions look like. */
export function ReadableBody({ blocks }: { blocks: readonly BodyBlock[] }) {
  const { t } = useTranslation();
  if (blocks.length === 0) return <p className="empty">{t("plans.bodyEmpty")}</p>;
  return groupBlocks(blocks).map((group) => {
    if (group.type === "list") return <List key={group.id} list={group} />;
    if (group.type === "table") return <Table key={group.id} table={group} />;
    if (group.type === "opaque") {
      return (
        <p key={group.id} className="note">
          {t("plans.opaqueBlock")}
        </p>
      );
    }
    return <TextBlock key={group.id} block={group} />;
  });
}

const HEADINGS: Partial<Record<BlockKind, "h2" | "h3" | "h4" | "h5">> = { heading1: "h2", heading2: "h3", heading3: "h4", heading4: "h5" };

function TextBlock({ block }: { block: Block }) {
  const Heading = HEADINGS[block.kind];
  const text = <Runs runs={block.runs} />;
  if (Heading) {
    return (
      <Heading id={`b-${block.id}`} data-required={block.slot === "" ? undefined : true}>
        {text}
      </Heading>
    );
  }
  if (block.kind === "quote") return <blockquote>{text}</blockquote>;
  if (block.kind === "caption") return <p data-kind="caption">{text}</p>;
  return <p>{text}</p>;
}

function List({ list }: { list: ListGroup }) {
  const items = list.items.map(({ block, below }) => (
    <li key={block.id} data-checked={block.kind === "task" ? block.checked : undefined}>
      {block.kind === "task" && <Check checked={block.checked} />}
      <Runs runs={block.runs} />
      {below && <List list={below} />}
    </li>
  ));
  if (list.kind === "ordered") return <ol>{items}</ol>;
  return <ul data-kind={list.kind}>{items}</ul>;
}

function Check({ checked }: { checked: boolean }) {
  return <input type="checkbox" checked={checked} disabled readOnly aria-label={checked ? "✓" : "○"} />;
}

function Table({ table }: { table: TableBlock }) {
  const { t } = useTranslation();
  return (
    // A wide table scrolls by itself; it can be reached and moved with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={t("plans.table")} tabIndex={0} data-kind="table">
      <table>
        <tbody>
          {table.rows.map((row, index) => {
            const id = row[0]?.blocks[0]?.id ?? `row${index}`;
            return (
              <tr key={id}>
                {row.map((cell, column) => {
                  const Cell = cell.header ? "th" : "td";
                  return (
                    <Cell key={cell.blocks[0]?.id ?? `${id}-${column}`} colSpan={cell.colspan} rowSpan={cell.rowspan}>
                      <ReadableCell blocks={cell.blocks} />
                    </Cell>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function ReadableCell({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, index) => (
    <Fragment key={block.id}>
      {index > 0 && <br />}
      <Runs runs={block.runs} />
    </Fragment>
  ));
}

function Runs({ runs }: { runs: readonly Run[] }) {
  let offset = 0;
  return runs.map((run) => {
    const at = offset;
    offset += Math.max(1, run.text.length);
    return <Fragment key={at}>{marked(run)}</Fragment>;
  });
}

function marked({ text, marks, mention }: Run): ReactNode {
  let node: ReactNode = mention ? <span data-mention={mention.personId}>@{mention.label}</span> : withBreaks(text);
  if (marks.bold) node = <strong>{node}</strong>;
  if (marks.italic) node = <em>{node}</em>;
  if (marks.underline) node = <u>{node}</u>;
  if (marks.strike) node = <s>{node}</s>;
  if (marks.highlight) node = <mark>{node}</mark>;
  if (typeof marks.link === "string" && isSafeLink(marks.link)) {
    node = (
      <a href={marks.link} rel="noreferrer noopener nofollow" target="_blank">
        {node}
      </a>
    );
  }
  return node;
}

function withBreaks(text: string): ReactNode {
  if (!text.includes("\n")) return text;
  let offset = 0;
  return text.split("\n").map((line) => {
    const at = offset;
    offset += line.length + 1;
    return (
      <Fragment key={at}>
        {at > 0 && <br />}
        {line}
      </Fragment>
    );
  });
}
