import { InputRule, inputRules } from "prosemirror-inputrules";
import type { Plugin } from "prosemirror-state";
import type { BlockKind } from "#collab/docs/blocks.ts";
import { schema } from "./schema.ts";

/** Turns a plain paragraph into another kind when its text begins so; `keep` leaves the typed characters in the text. */
function startRule(pattern: RegExp, kind: BlockKind, keep: (match: RegExpMatchArray) => string | null = () => null): InputRule {
  return new InputRule(pattern, (state, match, start, end) => {
    const $start = state.doc.resolve(start);
    const block = $start.parent;
    if (block.type !== schema.nodes.block || block.attrs.kind !== "paragraph" || block.attrs.slot !== "") return null;
    const { tr } = state;
    const text = keep(match);
    if (text === null) tr.delete(start, end);
    else if (text !== state.doc.textBetween(start, end)) tr.insertText(text, start, end);
    return tr.setNodeAttribute($start.before(), "kind", kind);
  });
}

const typed = (match: RegExpMatchArray) => match[0];

/** What officials type at the start of a line, and the usual shorthands. */
export function startRules(): Plugin {
  return inputRules({
    rules: [
      startRule(/^[一二三四五六七八九十]{1,3}、$/, "heading2", typed),
      startRule(/^（[一二三四五六七八九十]{1,3}）$/, "heading3", typed),
      startRule(/^\([一二三四五六七八九十]{1,3}\)$/, "heading3", (match) => `（${match[0].slice(1, -1)}）`),
      // "1.5亿" is no heading: wait for a space or the first word.
      startRule(/^(\d{1,2})[.．、]\s$/, "heading4", (match) => `${match[1]}.`),
      startRule(/^(\d{1,2})[.．]\p{Script=Han}{1,6}$/u, "heading4", typed),
      startRule(/^[（(]1[）)]$/, "ordered"),
      startRule(/^[-·•]\s$/, "bullet"),
      startRule(/^(\[\s?\]\s|【】)$/, "task"),
      startRule(/^[>》]\s$/, "quote"),
    ],
  });
}
