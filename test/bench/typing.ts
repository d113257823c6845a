/** Sends characters at a steady total rate, the typists taking turns. */
import type { LoadClient } from "./client.ts";
import type { Writer } from "./writer.ts";

const TICK = 2;

export interface Typist {
  readonly client: LoadClient;
  readonly writer: Writer;
}

export class Typing {
  readonly #typists: readonly Typist[];
  #timer: NodeJS.Timeout | undefined;
  #turn = 0;

  constructor(typists: readonly Typist[]) {
    this.#typists = typists;
  }

  /** Creates each typist's paragraph. */
  begin(): void {
    for (const { client, writer } of this.#typists) client.sendUpdate(writer.paragraph.update);
  }

  /** @param rate characters per second of all typists together */
  start(rate: number): void {
    this.stop();
    const began = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - began) * rate) / 1000);
      for (; sent < due; sent += 1) {
        const typist = this.#typists[this.#turn % this.#typists.length];
        this.#turn += 1;
        typist?.client.sendUpdate(typist.writer.type());
      }
    }, TICK);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
