import { useEffect, useState } from "react";
import { MAX_JOINED, type Announcement, type PresentPerson } from "#server/realtime/contract.ts";
import type { LinkState } from "./client.ts";
import { useLateRevalidation } from "./use-late-revalidation.ts";
import { useLatest } from "./use-latest.ts";
import { useRealtime } from "./use-realtime.ts";

/** Who is present by workspace; absent until the server has told. */
export type PresentByWorkspace = ReadonlyMap<string, readonly PresentPerson[]>;

export interface WorkspaceList {
  readonly present: PresentByWorkspace;
  readonly link: LinkState;
}

/** A list tells when a plan was last edited as part of the activity, not at every stroke. */
const concernsList = (event: Announcement) => event.type !== "document.changed";

/**
 * Keeps a page that lists workspaces up to date: who is present in each, new plans, members and activity, workspaces gained and lost since
 * the server's time `readAt`, when its data was read.
 */
export function useWorkspaceList(workspaceIds: readonly string[], readAt: number): WorkspaceList {
  const [present, setPresent] = useState<PresentByWorkspace>(new Map());
  const revalidate = useLateRevalidation();
  const since = useLatest(readAt);
  const { client, link } = useRealtime(revalidate, since);
  // The order changes with every activity; what is watched does not.
  const watched = [...workspaceIds.slice(0, MAX_JOINED)].sort((a, b) => (a < b ? -1 : 1)).join(" ");

  useEffect(() => {
    if (client === null || watched === "") return undefined;
    const rooms = watched.split(" ").map((workspaceId) => ({
      workspaceId,
      documentId: null,
      watch: true,
      since: () => since.current,
      listener: {
        onPresence: (people: readonly PresentPerson[]) => setPresent((before) => new Map(before).set(workspaceId, people)),
        onAnnounce: (event: Announcement) => {
          if (concernsList(event)) revalidate();
        },
      },
    }));
    for (const room of rooms) client.enter(room);
    return () => {
      for (const room of rooms) client.leave(room);
    };
  }, [client, watched, revalidate, since]);

  return { present, link };
}
