/** One opened document in one page: the shared text, its copy on this device and its line to the server, and what the page shows of them. */
import * as Y from "yjs";
import { DeviceStore } from "#app/collab/device-store.ts";
import { CollabProvider } from "#app/collab/provider.ts";
import { BODY } from "#collab/names.ts";

export class EditorSession {
  readonly doc = new Y.Doc();
  readonly store: DeviceStore;
  readonly provider: CollabProvider;
  /** Text is there to be shown: from the server or from this device. */
  ready = false;
  #listeners = new Set<() => void>();
  #closed = false;
  #stored = "";

  constructor(userId: string, documentId: string, origin?: string) {
    this.store = new DeviceStore(this.doc, userId, documentId);
    this.provider = new CollabProvider({
      doc: this.doc,
      documentId,
      lineage: "",
      foreignOrigins: [this.store],
      ...(origin === undefined ? {} : { origin }),
    });
    this.store.serverOrigin = this.provider;
    this.provider.subscribe(this.#follow);
    void this.#open();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  isReady = (): boolean => this.ready;

  close(): void {
    this.#closed = true;
    this.provider.destroy();
    this.store.close();
    this.doc.destroy();
    this.#listeners.clear();
  }

  async #open(): Promise<void> {
    const lineage = await this.store.open();
    if (this.#closed) return;
    this.#stored = lineage;
    this.provider.setLineage(lineage);
    if (this.doc.getXmlFragment(BODY).length > 0) this.#setReady();
    this.provider.connect();
  }

  #setReady(): void {
    if (this.ready) return;
    this.ready = true;
    for (const listener of this.#listeners) listener();
  }

  #follow = (): void => {
    const { synced, lineage, phase } = this.provider.state;
    if (synced) this.#setReady();
    if (phase === "online" && lineage !== this.#stored) {
      this.#stored = lineage;
      void this.store.setLineage(lineage);
    }
  };
}
