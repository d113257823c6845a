/**
 * The editor of a plan, for the page of a plan. The server renders `children` (the text, read-only); after hydration the editor chunk is
 * fetched and takes their place as soon as the text is here, from the server or from this device. A blocked line leaves the text readable.
 *
 * The page passes
 * - `documentId`, `userId`, `title`, `access` ("write" | "comment" | "read", the server may lower it while the page is open),
 *   `otherSide` (whose reading lights the third lamp, null in an alliance);
 * - `lightSlot`: an element of the top bar into which the save light is put (without one it stands in the editor's own bar);
 * - `barStart`, `barEnd`: what else belongs in the bar (state, versions, export); `aside`: the column at the right (comments);
 * - `onSave` for Ctrl+S (offer to name a version), `onChange` for what the page wants to show elsewhere.
 */
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from "react";
import type { Access } from "#collab/protocol.ts";
import type { Light } from "#app/collab/save-light.ts";
import type { Outline } from "./outline.ts";
import type { PersonHere } from "./people.ts";

/** What the editor tells its page; a new object whenever one of them changes. */
export interface EditorReport {
  readonly outline: Outline;
  readonly people: readonly PersonHere[];
  readonly light: Light;
  /** Highest journal sequence shown here. */
  readonly head: number;
}

export interface PlanEditorProps {
  readonly documentId: string;
  readonly userId: string;
  readonly title: string;
  readonly access: Access;
  readonly otherSide: string | null;
  readonly children: ReactNode;
  readonly lightSlot?: Element | null;
  readonly barStart?: ReactNode;
  readonly barEnd?: ReactNode;
  readonly aside?: ReactNode;
  onSave?(): void;
  onChange?(report: EditorReport): void;
}

const Surface = lazy(async () => ({ default: (await import("./editor-surface.tsx")).EditorSurface }));

const never = () => () => {};

export function PlanEditor(props: PlanEditorProps) {
  // False on the server and in the first browser render, so that both give the same page.
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!hydrated) return <>{props.children}</>;
  return (
    <Suspense fallback={props.children}>
      <Surface key={`${props.userId}/${props.documentId}`} {...props} />
    </Suspense>
  );
}
