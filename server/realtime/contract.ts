/** Every Socket.IO event and announcement, typed once for both ends. Ids and versions only: receivers revalidate their loader. */
import type { Side } from "#db/schema.ts";

/** Announced after commit; also what the activity list and open pages hang on. */
export type DomainEvent =
  | { type: "workspace.changed"; workspaceId: string }
  | { type: "members.changed"; workspaceId: string; personId: string }
  | { type: "document.created"; workspaceId: string; documentId: string }
  | { type: "document.changed"; workspaceId: string; documentId: string }
  | { type: "version.created"; workspaceId: string; documentId: string; versionId: string }
  | { type: "activity.added"; workspaceId: string }
  /** Rights of this person may have changed: every open socket of theirs is admitted anew. */
  | { type: "access.changed"; personId: string }
  | { type: "session.ended"; sessionId: string };

/** Events that reach browsers in the workspace's room. */
export type Announcement = Exclude<DomainEvent, { type: "access.changed" | "session.ended" }>;

export interface PresentPerson {
  readonly personId: string;
  readonly name: string;
  readonly unit: string;
  readonly mark: string;
  readonly side: Side;
  /** Document the person has open now, null when elsewhere in the workspace. */
  readonly documentId: string | null;
}

export interface ServerToClientEvents {
  announce: (event: Announcement) => void;
  /** Everybody present in the workspace now, one row a person. At most two messages a second. */
  presence: (state: { workspaceId: string; people: PresentPerson[] }) => void;
  /** The session ended: sockets close, the page offers to sign in again. */
  signedOut: () => void;
}

export type Ack = { ok: true } | { ok: false; message: string };

export interface ClientToServerEvents {
  join: (input: { workspaceId: string; documentId: string | null }, ack: (answer: Ack) => void) => void;
  leave: (input: { workspaceId: string }, ack: (answer: Ack) => void) => void;
}
