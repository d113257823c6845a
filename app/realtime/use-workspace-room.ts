import { useEffect, useRef, useState } from "react";
import type { Announcement, PresentPerson } from "#server/realtime/contract.ts";
import { openRealtime, type LinkState, type RealtimeClient } from "./client.ts";
import { useLateRevalidation } from "./use-late-revalidation.ts";

export interface WorkspaceRoom {
  /** Null until the server has told who is here. */
  readonly people: readonly PresentPerson[] | null;
  readonly link: LinkState;
}

/** What the plan page loads anew for is not every keystroke: its text is live by itself. */
function concernsPage(event: Announcement, documentId: string | null): boolean {
  return documentId === null || event.type !== "document.changed";
}

/** Makes the person present in the workspace while the page is open, and loads the page anew when something was announced. */
export function useWorkspaceRoom(workspaceId: string, documentId: string | null): WorkspaceRoom {
  const [people, setPeople] = useState<readonly PresentPerson[] | null>(null);
  const [link, setLink] = useState<LinkState>("connecting");
  const revalidate = useLateRevalidation();
  const here = useRef(documentId);
  const inside = useRef<{ client: RealtimeClient; room: Parameters<RealtimeClient["enter"]>[0] } | null>(null);

  useEffect(() => {
    let left = false;
    const room = {
      workspaceId,
      documentId: here.current,
      listener: {
        onPresence: setPeople,
        onLink: setLink,
        onReturn: revalidate,
        onAnnounce: (event: Announcement) => {
          if (concernsPage(event, here.current)) revalidate();
        },
      },
    };
    void openRealtime().then((client) => {
      if (left) return;
      room.documentId = here.current;
      inside.current = { client, room };
      client.enter(room);
    });
    return () => {
      left = true;
      inside.current?.client.leave(room);
      inside.current = null;
      setPeople(null);
    };
  }, [workspaceId, revalidate]);

  useEffect(() => {
    here.current = documentId;
    inside.current?.client.move(inside.current.room, documentId);
  }, [documentId]);

  return { people, link };
}
