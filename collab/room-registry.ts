import type { Room, RoomDeps, RoomMeta } from "./room.ts";

/** Opens rooms once, keeps them while they are needed, lets them go when their journal is durable. */
export interface RoomRegistryApi {
  /** Single flight per document. @throws what the store threw; nothing is left behind then */
  open(documentId: string, meta: RoomMeta): Promise<Room>;
  peek(documentId: string): Room | undefined;
  readonly size: number;
  /** Stops admitting, commits what is queued. @throws when the deadline passes with entries unsaved */
  drain(deadlineMs: number): Promise<void>;
}
export type RegistryDeps = RoomDeps;
