/** Every Socket.IO event and announcement, typed once for both ends. Ids and versions only: receivers revalidate their loader. */
import type { Side } from "#db/schema.ts";
import type { ErrorCode } from "#server/core/errors.ts";

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
  | { type: "session.ended"; sessionId: string }
  /** Something waits for this person: their pages read their notifications anew. */
  | { type: "notified"; personId: string };

/** Events that reach browsers in the workspace's room. */
export type Announcement = Exclude<DomainEvent, { type: "access.changed" | "session.ended" | "notified" }>;

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
  /** The person's own rights changed: lists may have gained or lost a workspace, pages a button. Names nothing. */
  accessChanged: () => void;
  /** The person's own notifications changed. Says nothing about what. */
  notified: () => void;
  /** The session ended: sockets close, the page offers to sign in again. */
  signedOut: () => void;
}

/** Stale: something was announced between the reading of the page's data and the join. */
export type Ack = { ok: true; stale?: true } | { ok: false; code: ErrorCode; message: string };

/** Workspaces one page may have joined at once; a longer list is live in its first ones. */
export const MAX_JOINED = 32;

export interface JoinInput {
  readonly workspaceId: string;
  readonly documentId: string | null;
  /** A list that shows the workspace: hears its announcements and who is present, without being present. */
  readonly watch?: boolean;
  /** Server's time, ms, at which the page's data was read; see the root loader. */
  readonly since?: number;
}

/** What a page says when it connects: server's time, ms, at which its data was read. */
export interface HandshakeAuth {
  readonly since?: number;
}

export interface ClientToServerEvents {
  /** Joining again moves: to another document, from watching to being present and back. */
  join: (input: JoinInput, ack: (answer: Ack) => void) => void;
  leave: (input: { workspaceId: string }, ack: (answer: Ack) => void) => void;
}
