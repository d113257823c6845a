import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isSafeLink, type Block, type BodyBlock, type BlockKind, type Run, type TableBlock } from "#collab/docs/blocks.ts";
import { groupLists } from "./group-lists.ts";

/**
 * The text of a plan as plain, semantic HTML: what is read before any script runs, and what versions look like. It carries the
 * attributes of the editor's own text, so that one style sheet dresses both and nothing moves when the editor takes over.
 */
export function ReadableBody({ blocks }: { blocks: readonly BodyBlock[] }) {
  const { t } = useTranslation();
  if (blocks.length === 0) return <p className="empty">{t("plans.bodyEmpty")}</p>;
  return groupLists(blocks).map((group) => {
    if (group.type === "list") {
      return (
        <div role="list" key={group.id}>
          {group.items.map((item) => (
            <ListItem key={item.id} block={item} />
          ))}
        </div>
      );
    }
    if (group.type === "table") return <Table key={group.id} table={group} />;
    if (group.type === "opaque") {
      return (
        <div key={group.id} className="opaque">
          {t("plans.opaqueBlock")}
        </div>
      );
    }
    return <TextBlock key={group.id} block={group} />;
  });
}

const TAGS: Partial<Record<BlockKind, "h1" | "h2" | "h3" | "h4" | "blockquote">> = {
  heading1: "h1",
  heading2: "h2",
  heading3: "h3",
  heading4: "h4",
  quote: "blockquote",
};

function TextBlock({ block }: { block: Block }) {
  const Tag = TAGS[block.kind] ?? "p";
  return (
    <Tag id={`b-${block.id}`} data-kind={block.kind} data-slot={block.slot === "" ? undefined : block.slot}>
      <Runs runs={block.runs} />
    </Tag>
  );
}

function ListItem({ block }: { block: Block }) {
  const level = block.level > 0 ? block.level : undefined;
  if (block.kind === "task") {
    return (
      <div role="listitem" data-kind="task" data-level={level} data-checked={block.checked}>
        <input type="checkbox" checked={block.checked} disabled readOnly aria-label="✓" />
        <p>
          <Runs runs={block.runs} />
        </p>
      </div>
    );
  }
  return (
    <p role="listitem" data-kind={block.kind} data-level={level}>
      <Runs runs={block.runs} />
    </p>
  );
}

function Table({ table }: { table: TableBlock }) {
  const { t } = useTranslation();
  return (
    // A wide table scrolls by itself, so it must be reached by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="tableWrapper" role="region" aria-label={t("plans.table")} tabIndex={0}>
      <table>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={row[0]?.blocks[0]?.id ?? `row ${at}`}>
              {row.map((cell, column) => {
                const Cell = cell.header ? "th" : "td";
                return (
                  <Cell key={cell.blocks[0]?.id ?? `cell ${column}`} colSpan={cell.colspan} rowSpan={cell.rowspan}>
                    <ReadableBody blocks={cell.blocks} />
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
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
  let node: ReactNode = mention ? <span className="mention">{`＠${mention.label}`}</span> : withBreaks(text);
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
