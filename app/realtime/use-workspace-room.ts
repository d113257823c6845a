import { useEffect, useRef, useState } from "react";
import type { Announcement, PresentPerson } from "#server/realtime/contract.ts";
import type { LinkState, Room } from "./client.ts";
import { useLateRevalidation } from "./use-late-revalidation.ts";
import { useLatest } from "./use-latest.ts";
import { useRealtime } from "./use-realtime.ts";

export interface WorkspaceRoom {
  /** Null until the server has told who is here. */
  readonly people: readonly PresentPerson[] | null;
  readonly link: LinkState;
}

/** What the plan page loads anew for is not every keystroke: its text is live by itself. */
function concernsPage(event: Announcement, documentId: string | null): boolean {
  return documentId === null || event.type !== "document.changed";
}

/**
 * Makes the person present in the workspace while the page is open, and loads the page anew when something was announced since the
 * server's time `readAt`, when its data was read.
 */
export function useWorkspaceRoom(workspaceId: string, documentId: string | null, readAt: number): WorkspaceRoom {
  const [people, setPeople] = useState<readonly PresentPerson[] | null>(null);
  const revalidate = useLateRevalidation();
  const since = useLatest(readAt);
  const { client, link } = useRealtime(revalidate, since);
  const here = useRef(documentId);
  const inside = useRef<Room | null>(null);

  useEffect(() => {
    if (client === null) return undefined;
    const room: Room = {
      workspaceId,
      documentId: here.current,
      watch: false,
      since: () => since.current,
      listener: {
        onPresence: setPeople,
        onAnnounce: (event) => {
          if (concernsPage(event, here.current)) revalidate();
        },
      },
    };
    inside.current = room;
    client.enter(room);
    return () => {
      inside.current = null;
      client.leave(room);
      setPeople(null);
    };
  }, [client, workspaceId, revalidate, since]);

  useEffect(() => {
    here.current = documentId;
    if (inside.current !== null) client?.move(inside.current, documentId);
  }, [client, documentId]);

  return { people, link };
}
