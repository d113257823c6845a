/** Colleagues' carets, drawn where their text moves them; my own caret, sent sparingly. */
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import * as Y from "yjs";
import type { EditorCore } from "./editor-core.ts";
import { positionOf, relativeRange } from "./positions.ts";
import styles from "./carets.module.css";

/** Least time between two caret messages, ms. */
const SEND_EVERY = 100;
interface Drawn {
  readonly set: DecorationSet;
  /** A caret came before the text it stands in: presence travels at once, text only when it is durable. */
  readonly early: boolean;
}
const key = new PluginKey<Drawn>("carets");

/** What the server stamps on a presence state; an unknown shape is drawn as a neutral caret. */
export interface PresentUser {
  readonly name: string;
  readonly unit: string;
  readonly side: string;
  readonly mark: string;
}

export function userOf(state: unknown): PresentUser | null {
  if (typeof state !== "object" || state === null || !("user" in state)) return null;
  const user: unknown = state.user;
  if (typeof user !== "object" || user === null) return null;
  const field = (name: string) => {
    // Any object may be asked for a field; what it holds is looked at next.
    const value = (user as Record<string, unknown>)[name];
    return typeof value === "string" ? value : "";
  };
  return { name: field("name"), unit: field("unit"), side: field("side"), mark: field("mark") };
}

function sideClass(side: string): string | undefined {
  return side === "holder" ? styles.holder : side === "applicant" ? styles.applicant : styles.neutral;
}

function flag(user: PresentUser): HTMLElement {
  const caret = document.createElement("span");
  caret.className = `${styles.caret} ${sideClass(user.side)}`;
  caret.setAttribute("aria-hidden", "true");
  const name = document.createElement("b");
  name.textContent = user.name;
  caret.append(name);
  return caret;
}

function draw(core: EditorCore, state: EditorState, before: DecorationSet): Drawn {
  const { awareness } = core.provider;
  const decorations: Decoration[] = [];
  let early = false;
  for (const [client, presence] of awareness.getStates()) {
    const user = client === awareness.clientID ? null : userOf(presence);
    const cursor: unknown = presence.cursor;
    if (user === null || typeof cursor !== "object" || cursor === null || !("anchor" in cursor) || !("head" in cursor)) continue;
    const place = (json: unknown) => {
      try {
        return positionOf(core.binding, Y.createRelativePositionFromJSON(json));
      } catch {
        // A foreign client may put anything here; such a caret is not drawn.
        return null;
      }
    };
    const [anchor, head] = [place(cursor.anchor), place(cursor.head)];
    if (anchor === null || head === null) {
      early = true;
      decorations.push(...before.find(undefined, undefined, (spec: Record<string, unknown>) => spec["client"] === client));
      continue;
    }
    if (anchor !== head) {
      const look = { class: `${styles.range} ${sideClass(user.side)}` };
      decorations.push(Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), look, { client }));
    }
    // The clock is in the key so that a moved caret is drawn anew and its flag shows again.
    const clock = awareness.meta.get(client)?.clock ?? 0;
    decorations.push(Decoration.widget(head, () => flag(user), { side: 10, key: `${client}:${clock}`, ignoreSelection: true, client }));
  }
  return { set: DecorationSet.create(state.doc, decorations), early };
}

export function carets(core: EditorCore): Plugin {
  const { awareness } = core.provider;
  return new Plugin<Drawn>({
    key,
    state: {
      init: () => ({ set: DecorationSet.empty, early: false }),
      apply: (tr, { set, early }, _before, state) => {
        const mapped = set.map(tr.mapping, tr.doc);
        return tr.getMeta(key) === true ? draw(core, state, mapped) : { set: mapped, early };
      },
    },
    props: { decorations: (state) => key.getState(state)?.set ?? null },
    view(view) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let lastSent = 0;
      let last = "null";
      const send = () => {
        timer = undefined;
        if (view.isDestroyed || core.composing || view.state.doc !== core.binding.doc) return;
        const { anchor, head } = view.state.selection;
        const range = view.hasFocus() ? relativeRange(core.binding, anchor, head) : null;
        const json = (at: Y.RelativePosition): unknown => Y.relativePositionToJSON(at);
        const cursor = range && { anchor: json(range.anchor), head: json(range.head) };
        const text = JSON.stringify(cursor);
        if (text === last) return;
        last = text;
        lastSent = performance.now();
        awareness.setLocalStateField("cursor", cursor);
      };
      const schedule = () => {
        timer ??= setTimeout(send, Math.max(0, SEND_EVERY - (performance.now() - lastSent)));
      };
      let redraw = false;
      const onChange = (change: { added: number[]; updated: number[]; removed: number[] }) => {
        if ([...change.added, ...change.updated, ...change.removed].some((client) => client !== awareness.clientID)) redrawSoon();
      };
      const redrawSoon = () => {
        if (redraw) return;
        redraw = true;
        // After the current task: several carets that came together are drawn once, and never inside another transaction.
        queueMicrotask(() => {
          redraw = false;
          if (view.isDestroyed || core.composing || view.state.doc !== core.binding.doc) return;
          core.takeNativeSelection();
          view.dispatch(view.state.tr.setMeta(key, true));
        });
      };
      awareness.on("change", onChange);
      view.dom.addEventListener("focus", schedule);
      view.dom.addEventListener("blur", schedule);
      queueMicrotask(() => {
        if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, true));
      });
      return {
        update: (_view, previous) => {
          schedule();
          if (previous.doc !== view.state.doc && key.getState(view.state)?.early === true) redrawSoon();
        },
        destroy: () => {
          clearTimeout(timer);
          awareness.off("change", onChange);
          view.dom.removeEventListener("focus", schedule);
          view.dom.removeEventListener("blur", schedule);
        },
      };
    },
  });
}
