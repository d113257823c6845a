import { useOutletContext } from "react-router";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import type { WorkspaceRoom } from "#app/realtime/use-workspace-room.ts";

export interface WorkspaceOutlet {
  readonly workspace: WorkspaceView;
  readonly room: WorkspaceRoom;
}

/** The workspace a page stands in. Only below routes/workspace.tsx. */
export function useWorkspace(): WorkspaceOutlet {
  return useOutletContext<WorkspaceOutlet>();
}
