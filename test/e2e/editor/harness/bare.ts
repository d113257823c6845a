/** The editor core on a page of its own, with what the tests need to look at. */
import { TextSelection } from "prosemirror-state";
import * as Y from "yjs";
import { CollabProvider } from "#app/collab/provider.ts";
import { EditorCore } from "#app/editor/editor-core.ts";
import paper from "#app/editor/paper.module.css";
import { editorPlugins } from "#app/editor/plugins.ts";
import { damagesHeading } from "#app/editor/required-headings.ts";
import { nextId, schema } from "#app/editor/schema.ts";
import "#app/styles/tokens.css";
import "#app/styles/ground.css";
import "#app/styles/vocabulary.css";

const counts = { refused: 0, saves: 0 };
const query = new URLSearchParams(location.search);
const doc = new Y.Doc();
const provider = new CollabProvider({ doc, documentId: query.get("doc") ?? "document00", lineage: "" });
const mount = document.getElementById("root");
if (mount === null) throw new Error("no root");
mount.className = paper.paper ?? "";
provider.connect();
const stop = provider.subscribe(() => {
  if (!provider.state.synced) return;
  stop();
  const started = performance.now();
  const core = new EditorCore({
    mount,
    provider,
    label: "正文",
    editable: query.get("readonly") === null,
    acceptComposition: (before, after) => !damagesHeading(before, after),
    plugins: (own) => editorPlugins(own, { onRefused: () => counts.refused++, onSave: () => counts.saves++ }),
  });
  // Reading a measure makes the browser lay the page out.
  void mount.offsetHeight;
  window.harness = {
    mountMs: performance.now() - started,
    Y,
    core,
    counts,
    provider,
    doc,
    schema,
    nextId,
    select: (anchor, head = anchor) =>
      core.view.dispatch(core.view.state.tr.setSelection(TextSelection.create(core.view.state.doc, anchor, head))),
  };
});
