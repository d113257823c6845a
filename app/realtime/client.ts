import type { Socket } from "socket.io-client";
import type { Ack, Announcement, ClientToServerEvents, PresentPerson, ServerToClientEvents } from "#server/realtime/contract.ts";

type Wire = Socket<ServerToClientEvents, ClientToServerEvents>;

/** connecting: not yet heard from; live; offline: was live, reconnecting; signedOut: the session ended, no further try. */
export type LinkState = "connecting" | "live" | "offline" | "signedOut";

export interface RoomListener {
  onPresence(people: readonly PresentPerson[]): void;
  onAnnounce(event: Announcement): void;
  onLink(state: LinkState): void;
  /** Joined again after a break: what was announced meanwhile is unknown. */
  onReturn(): void;
}

interface Room {
  readonly workspaceId: string;
  documentId: string | null;
  readonly listener: RoomListener;
}

/** One socket a page, however many rooms; it closes when nobody listens. */
export interface RealtimeClient {
  enter(room: Room): void;
  move(room: Room, documentId: string | null): void;
  leave(room: Room): void;
}

let opened: Promise<RealtimeClient> | undefined;

/** The page's client; the library is fetched when first asked for. */
export function openRealtime(): Promise<RealtimeClient> {
  opened ??= import("socket.io-client").then(({ io }) => createClient(io({ autoConnect: false, reconnectionDelayMax: 10_000 })));
  return opened;
}

function createClient(socket: Wire): RealtimeClient {
  const rooms = new Set<Room>();
  let wasLive = false;
  let state: LinkState = "connecting";

  const setState = (next: LinkState) => {
    state = next;
    for (const room of rooms) room.listener.onLink(next);
  };
  const join = (room: Room) => {
    socket.emit("join", { workspaceId: room.workspaceId, documentId: room.documentId }, (answer: Ack) => {
      // Refused: the membership ended. The page finds out by loading anew.
      if (!answer.ok) room.listener.onReturn();
    });
  };

  socket.on("connect", () => {
    const returned = wasLive;
    wasLive = true;
    for (const room of rooms) join(room);
    setState("live");
    if (returned) for (const room of rooms) room.listener.onReturn();
  });
  socket.on("disconnect", (reason) => {
    if (state === "signedOut") return;
    setState("offline");
    // Socket.IO does not try again by itself after the server closed the socket; rights may have changed meanwhile.
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("signedOut", () => {
    setState("signedOut");
    socket.disconnect();
  });
  socket.on("presence", ({ workspaceId, people }) => {
    for (const room of rooms) if (room.workspaceId === workspaceId) room.listener.onPresence(people);
  });
  socket.on("announce", (event) => {
    for (const room of rooms) if (room.workspaceId === event.workspaceId) room.listener.onAnnounce(event);
  });

  return {
    enter(room) {
      rooms.add(room);
      room.listener.onLink(state);
      if (socket.connected) join(room);
      else if (state !== "signedOut") socket.connect();
    },
    move(room, documentId) {
      if (room.documentId === documentId) return;
      room.documentId = documentId;
      if (socket.connected) join(room);
    },
    leave(room) {
      rooms.delete(room);
      const { workspaceId } = room;
      const stillThere = [...rooms].some((other) => other.workspaceId === workspaceId);
      if (socket.connected && !stillThere) socket.emit("leave", { workspaceId }, () => undefined);
    },
  };
}
