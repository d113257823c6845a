import { WebSocket, type ClientOptions } from "ws";
import { WebsocketProvider } from "y-websocket";
import { Doc, type XmlFragment } from "yjs";
import { waitFor } from "./wait.ts";

export interface StockClient extends Disposable {
  readonly doc: Doc;
  readonly body: XmlFragment;
  readonly provider: WebsocketProvider;
  /** Close codes seen so far, in order. */
  readonly closes: readonly number[];
  /** Resolves when the first exchange with the server is done. */
  synced(): Promise<void>;
}

export interface StockClientOptions {
  /** "http://127.0.0.1:3000" */
  origin: string;
  documentId: string;
  /** Cookie header value; absent for an anonymous client. */
  cookie?: string;
  /** Origin header; that of the product by default, null for none. */
  originHeader?: string | null;
  doc?: Doc;
}

/** An unchanged y-websocket client, as anybody's tool would use it: nothing of our own protocol. */
export function connectStockClient(options: StockClientOptions): StockClient {
  const doc = options.doc ?? new Doc();
  const closes: number[] = [];
  const provider = new WebsocketProvider(`${options.origin.replace(/^http/, "ws")}/collab`, options.documentId, doc, {
    // The class differs from the browser's only in what this client does not use.
    WebSocketPolyfill: socketClass(options, closes) as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  return {
    doc,
    provider,
    closes,
    body: doc.getXmlFragment("body"),
    async synced() {
      await waitFor(() => provider.synced, { what: `first exchange with ${options.documentId}` });
    },
    [Symbol.dispose]() {
      provider.destroy();
    },
  };
}

function socketClass(
  options: StockClientOptions,
  closes: number[],
): new (
  address: string | URL,
  protocols?: string | string[],
) => WebSocket {
  const originHeader = options.originHeader === undefined ? options.origin : options.originHeader;
  const settings: ClientOptions = {
    headers: {
      ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
      ...(originHeader === null ? {} : { origin: originHeader }),
    },
  };
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols ?? [], settings);
      this.on("close", (code) => closes.push(code));
    }
  };
}
