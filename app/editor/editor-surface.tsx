import { TextSelection } from "prosemirror-state";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { useProviderState, useSaveLight } from "#app/collab/use-save-light.ts";
import { EditorCore } from "./editor-core.ts";
import { Faces } from "./faces.tsx";
import { Notices } from "./notices.tsx";
import { EMPTY_OUTLINE, type Outline, outlineOf } from "./outline.ts";
import { OutlineView } from "./outline-view.tsx";
import paper from "./paper.module.css";
import { usePeople } from "./people.ts";
import { downloadText, plainText } from "./plain-text.ts";
import type { PlanEditorProps } from "./plan-editor.tsx";
import { editorPlugins } from "./plugins.ts";
import { damagesHeading } from "./required-headings.ts";
import { SaveLight } from "./save-light.tsx";
import { EditorSession } from "./session.ts";
import styles from "./surface.module.css";
import { Toolbar } from "./toolbar.tsx";
import { ToolbarStore } from "./toolbar-state.ts";
import { fill } from "#app/i18n/fill.ts";
import { useEditorText } from "./use-editor-text.ts";

/** The outline follows this long after the last change, ms: it is read, not watched. */
const OUTLINE_AFTER = 250;

/** Opens the document for as long as the component lives. */
function useSession(userId: string, documentId: string): EditorSession | null {
  const [session, setSession] = useState<EditorSession | null>(null);
  useEffect(() => {
    const opened = new EditorSession(userId, documentId);
    setSession(opened);
    return () => opened.close();
  }, [userId, documentId]);
  return session;
}

const neverReady = () => false;
const noListener = () => () => {};

export function EditorSurface(props: PlanEditorProps) {
  const session = useSession(props.userId, props.documentId);
  const ready = useSyncExternalStore(session?.subscribe ?? noListener, session?.isReady ?? neverReady);
  if (session === null) return <>{props.children}</>;
  return <Opened {...props} session={session} ready={ready} />;
}

function sectionAt(core: EditorCore, outline: Outline): string {
  const { doc, selection } = core.view.state;
  const ids = new Set(outline.entries.map((entry) => entry.id));
  for (let index = selection.$from.index(0); index >= 0; index--) {
    const id = String(doc.maybeChild(index)?.attrs.id ?? "");
    if (ids.has(id)) return id;
  }
  return "";
}

function Opened(props: PlanEditorProps & { session: EditorSession; ready: boolean }) {
  const { session, ready, access: granted, otherSide, title, onSave, onChange } = props;
  const text = useEditorText();
  const state = useProviderState(session.provider);
  const access = state.access ?? granted;
  const editable = access === "write" && state.refused === null && state.ended === null;
  const light = useSaveLight(session.provider, session.store, { access, otherSide });
  const people = usePeople(session.provider);
  const [core, setCore] = useState<EditorCore | null>(null);
  const [outline, setOutline] = useState<Outline>(EMPTY_OUTLINE);
  const [section, setSection] = useState("");
  const [notice, setNotice] = useState("");
  const toolbar = useMemo(() => new ToolbarStore(), []);
  const mount = useRef<HTMLDivElement>(null);
  // The editor lives longer than a render: it asks these for what the page wants now.
  const latest = useRef({ text, onSave, editable, saved: state.saved });
  useEffect(() => {
    latest.current = { text, onSave, editable, saved: state.saved };
  });

  useEffect(() => {
    const place = mount.current;
    if (!ready || place === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown = EMPTY_OUTLINE;
    const follow = (editor: EditorCore) => {
      timer = undefined;
      shown = outlineOf(editor.view.state.doc);
      setOutline((now) => (JSON.stringify(now) === JSON.stringify(shown) ? now : shown));
      setSection(sectionAt(editor, shown));
    };
    const editor = new EditorCore({
      mount: place,
      provider: session.provider,
      label: latest.current.text.text,
      editable: latest.current.editable,
      plugins: (own) =>
        editorPlugins(own, {
          onRefused: () => setNotice(latest.current.text.refusedHeading),
          onSave: () => {
            setNotice(latest.current.saved ? latest.current.text.saveAsked : latest.current.text.saveAskedPending);
            latest.current.onSave?.();
          },
        }),
      acceptComposition: (before, after) => {
        const damaged = damagesHeading(before, after);
        if (damaged) setNotice(latest.current.text.refusedHeading);
        return !damaged;
      },
      onChange: (own, transactions) => {
        toolbar.update(own);
        if (transactions.some((tr) => tr.docChanged)) timer ??= setTimeout(() => follow(own), OUTLINE_AFTER);
        else setSection(sectionAt(own, shown));
      },
    });
    follow(editor);
    setCore(editor);
    return () => {
      clearTimeout(timer);
      setCore(null);
      editor.destroy();
    };
  }, [ready, session, toolbar]);

  useEffect(() => core?.setEditable(editable), [core, editable]);

  const { head } = state;
  useEffect(() => {
    onChange?.({ outline, people, light, head });
    // A light is a new object for every render; what it says is in these.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [outline, people, head, light.word, light.tone, light.lamps.join(), light.offerFile]);

  const jump = useCallback(
    (id: string) => {
      const target = mount.current?.querySelector(`[data-id="${CSS.escape(id)}"]`);
      if (core === null || target === null || target === undefined) return;
      target.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      const { doc } = core.view.state;
      const at = core.view.posAtDOM(target, 0);
      core.view.dispatch(core.view.state.tr.setSelection(TextSelection.create(doc, doc.resolve(at).end())));
      core.view.focus();
    },
    [core],
  );
  const saveFile = useCallback(() => {
    if (core !== null) downloadText(fill(text.light.fileName, { title }), plainText(core.view.state.doc));
  }, [core, text, title]);

  const lamp = <SaveLight light={light} refused={state.refused} ended={state.ended} onFile={saveFile} />;
  const lampPlace = props.lightSlot ? createPortal(lamp, props.lightSlot) : lamp;
  const notices = (
    <Notices
      state={state}
      access={access}
      ready={ready}
      notice={notice}
      onNoticeRead={() => setNotice("")}
      onTakeServer={() => void session.store.clear().then(() => location.reload())}
      onFile={saveFile}
    />
  );
  // Until there is text the page stays as the server sent it.
  if (!ready) {
    return (
      <>
        {props.lightSlot && createPortal(lamp, props.lightSlot)}
        {notices}
        {props.children}
      </>
    );
  }
  return (
    <div className={props.aside === undefined ? `${styles.ed} ${styles.noAside}` : styles.ed}>
      <div className={styles.docbar}>
        {props.barStart}
        {core !== null && editable && <Toolbar core={core} store={toolbar} />}
        <Faces people={people} />
        {lampPlace}
        {props.barEnd}
      </div>
      <OutlineView outline={outline} current={section} onJump={jump} />
      <div className={styles.deskPaper}>
        {notices}
        <article className={paper.paper} ref={mount} style={{ "--required": `"${text.required}"` }} />
      </div>
      {props.aside}
    </div>
  );
}
