import type { Page } from "playwright-core";

/** A page's line to its documents, which can be kept still. */
export interface Line {
  /** From now on nothing the server says reaches the page; what the page says goes through. */
  hold(): void;
  release(): void;
}

/** Lays the line; before the page is opened. */
export async function layLine(page: Page): Promise<Line> {
  let held: (() => void)[] | null = null;
  await page.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (held === null) socket.send(message);
      else held.push(() => socket.send(message));
    });
  });
  return {
    hold() {
      held ??= [];
    },
    release() {
      const waiting = held ?? [];
      held = null;
      for (const send of waiting) send();
    },
  };
}
