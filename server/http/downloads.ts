import type { ServerResponse } from "node:http";
import type { Context } from "#server/core/context.ts";
import type { DomainEvent } from "#server/realtime/contract.ts";

/** One answer from the moment its rights are asked about; ended by the close of its connection. */
export interface Transfer {
  /**
   * The answer is a file: from here on it is broken off when the session ends or the person's rights may have changed, and at once where
   * that happened while it was made.
   */
  markFile(): void;
}

/** Files on their way to signed-in people. However slowly they are read, they end with the rights they were asked for by (catalogue G4). */
export interface Downloads {
  begin(user: Context["user"], res: ServerResponse): Transfer;
  deliver(events: readonly DomainEvent[]): void;
}

interface Open {
  readonly sessionId: string;
  readonly personId: string;
  readonly res: ServerResponse;
  isFile: boolean;
  isOver: boolean;
}

export function createDownloads(): Downloads {
  const open = new Set<Open>();

  function settle(one: Open): void {
    // Pages go out whole: the very answer that ends a session is one of them.
    if (one.isFile && one.isOver) breakOff(one.res);
  }

  return {
    begin(user, res) {
      if (user?.via !== "session") return { markFile() {} };
      const one: Open = { sessionId: user.sessionId, personId: user.personId, res, isFile: false, isOver: false };
      open.add(one);
      res.once("close", () => open.delete(one));
      return {
        markFile() {
          one.isFile = true;
          settle(one);
        },
      };
    },
    deliver(events) {
      for (const event of events) {
        for (const one of open) {
          const ended = event.type === "session.ended" && event.sessionId === one.sessionId;
          const changed = event.type === "access.changed" && event.personId === one.personId;
          if (!ended && !changed) continue;
          one.isOver = true;
          settle(one);
        }
      }
    },
  };
}

/** A reset, not an end: the reader sees that the file is not whole, and what waits in the system's buffers is not sent any more. */
function breakOff(res: ServerResponse): void {
  res.socket?.resetAndDestroy();
  res.destroy();
}
