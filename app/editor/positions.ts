/** Places in the text that stay right while others edit. */
import * as Y from "yjs";
import type { BodyBinding } from "./binding.ts";
import { childrenOf, textOf, type YChild } from "./y-codec.ts";

export interface RelativeRange {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/** The shared place of an editor position, null where it lies in no text (an opaque block, an empty document). */
export function relativeAt(binding: BodyBinding, position: number): Y.RelativePosition | null {
  const $at = binding.doc.resolve(Math.min(position, binding.doc.content.size));
  if (!$at.parent.inlineContent) return null;
  let element: YChild | undefined = binding.elements[$at.index(0)];
  for (let depth = 1; depth < $at.depth; depth++) {
    if (!(element instanceof Y.XmlElement)) return null;
    element = childrenOf(element)[$at.index(depth)];
  }
  if (!(element instanceof Y.XmlElement)) return null;
  const shared = textOf(element);
  if (shared === null) return null;
  return shared === undefined
    ? Y.createRelativePositionFromTypeIndex(element, 0)
    : Y.createRelativePositionFromTypeIndex(shared, $at.parentOffset, -1);
}

export function relativeRange(binding: BodyBinding, anchor: number, head: number): RelativeRange | null {
  const from = relativeAt(binding, anchor);
  const to = anchor === head ? from : relativeAt(binding, head);
  return from === null || to === null ? null : { anchor: from, head: to };
}

/** The editor position of a shared place, null when what held it is gone or not shown as text. */
export function positionOf(binding: BodyBinding, relative: Y.RelativePosition): number | null {
  const { doc } = binding.fragment;
  const absolute = doc === null ? null : Y.createAbsolutePositionFromRelativePosition(relative, doc);
  if (absolute === null) return null;
  const path: YChild[] = [];
  let type = absolute.type as unknown;
  while (type !== binding.fragment) {
    if (!(type instanceof Y.XmlText || type instanceof Y.XmlElement)) return null;
    path.unshift(type);
    type = type.parent;
  }
  let node = binding.doc;
  let siblings = binding.elements;
  let position = 0;
  for (const step of path) {
    if (step instanceof Y.XmlText) break;
    const index = siblings.indexOf(step);
    const child = index < 0 ? null : node.maybeChild(index);
    if (child === null) return null;
    for (let i = 0; i < index; i++) position += node.child(i).nodeSize;
    position += 1;
    node = child;
    siblings = step instanceof Y.XmlElement ? childrenOf(step) : [];
  }
  if (!node.inlineContent) return null;
  return position + Math.min(absolute.index, node.content.size);
}
