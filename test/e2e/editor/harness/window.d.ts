import type * as Y from "yjs";
import type { CollabProvider } from "#app/collab/provider.ts";
import type { EditorCore } from "#app/editor/editor-core.ts";
import type { EditorReport } from "#app/editor/plan-editor.tsx";
import type { nextId, schema } from "#app/editor/schema.ts";

declare global {
  interface Window {
    report: EditorReport;
    wipeDeviceStore(): Promise<void>;
    harness: {
      mountMs: number;
      Y: typeof Y;
      core: EditorCore;
      counts: { refused: number; saves: number };
      provider: CollabProvider;
      doc: Y.Doc;
      schema: typeof schema;
      nextId: typeof nextId;
      select(anchor: number, head?: number): void;
    };
  }
}
