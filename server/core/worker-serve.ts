import { parentPort } from "node:worker_threads";
import type { Answer, Call, Operations } from "./worker-link.ts";

export type Handlers<Ops extends Operations> = { [Op in keyof Ops]: (input: Ops[Op]["input"]) => Ops[Op]["output"] };

/** Answers calls in the order they came. Buffers of an answer are moved, not copied. A null message ends the thread. */
export function serveCalls<Ops extends Operations>(handlers: Handlers<Ops>, close: () => void): void {
  const port = parentPort;
  if (!port) throw new Error("runs as a worker thread only");
  port.on("message", (call: Call | null) => {
    if (call === null) {
      close();
      port.close();
      return;
    }
    port.postMessage(...answer(handlers, call));
  });
}

function answer<Ops extends Operations>(handlers: Handlers<Ops>, { id, op, input }: Call): [Answer, ArrayBuffer[]] {
  try {
    const handler = handlers[op];
    if (!handler) throw new Error(`unknown operation ${op}`);
    const value = handler(input);
    return [{ id, value }, buffersOf(value)];
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    const code = "code" in known && typeof known.code === "string" ? known.code : undefined;
    return [{ id, error: { message: known.message, code } }, []];
  }
}

/** Buffers that an answer names at its top level or in a top-level array, each once. */
function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  if (typeof value !== "object" || value === null) return [];
  for (const part of Object.values(value).flat()) {
    // A small Buffer is a window on Node's shared pool, which must not be moved.
    const whole = part instanceof Uint8Array && part.byteLength === part.buffer.byteLength;
    if (whole && part.buffer instanceof ArrayBuffer) found.add(part.buffer);
  }
  return [...found];
}
