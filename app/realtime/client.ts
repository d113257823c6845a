import type { io as Connect, Socket } from "socket.io-client";
import { noteLine } from "#app/shell/patient-fetch.ts";
import type { Ack, Announcement, ClientToServerEvents, PresentPerson, ServerToClientEvents } from "#server/realtime/contract.ts";

type Wire = Socket<ServerToClientEvents, ClientToServerEvents>;

/** connecting: not yet heard from; live; offline: was live, reconnecting; signedOut: the session ended, no further try. */
export type LinkState = "connecting" | "live" | "offline" | "signedOut";

/** What concerns the whole page. */
export interface PageListener {
  /** Server's time at which the page's data was read last. */
  since(): number;
  onLink(state: LinkState): void;
  /** The page's data may be out of date: connected again after a break, rights changed, or a room refused. */
  onStale(): void;
  /** The person's own notifications changed. */
  onNotified?(): void;
}

export interface RoomListener {
  onPresence(people: readonly PresentPerson[]): void;
  onAnnounce(event: Announcement): void;
}

/** One part of the page that concerns itself with a workspace; two of them are one room to the server. */
export interface Room {
  readonly workspaceId: string;
  documentId: string | null;
  /** A list shows the workspace: nobody becomes present by looking at it. */
  readonly watch: boolean;
  /** Server's time at which what is shown of the workspace was read last. */
  since(): number;
  readonly listener: RoomListener;
}

/** One socket a page, however many rooms. */
export interface RealtimeClient {
  /** Connects, and tells about the connection until the returned function is called. */
  attend(page: PageListener): () => void;
  enter(room: Room): void;
  move(room: Room, documentId: string | null): void;
  leave(room: Room): void;
}

/** How the page stands in a workspace, as the server is told. */
interface Place {
  readonly documentId: string | null;
  readonly watch: boolean;
}

/** Ms after which a browser that is never at rest is taken to be. */
const REST_MS = 1000;
/** Ms after which a library that did not come is fetched again without a sign of the line. */
const FETCH_AGAIN_MS = 5000;
/** Ms after which the server is asked again that found the page too busy. */
const RETRY_MS = 1000;

let opened: Promise<RealtimeClient> | undefined;

/** The page's client. What is there to read comes first: the library is fetched once the page has loaded and the browser is at rest. */
export function openRealtime(): Promise<RealtimeClient> {
  opened ??= waitForRest()
    .then(fetchLibrary)
    .then(({ io }) => createClient(io({ autoConnect: false, reconnectionDelayMax: 10_000 })));
  return opened;
}

/** A page that went offline before the library came asks again when the line is back. */
async function fetchLibrary(): Promise<{ io: typeof Connect }> {
  for (;;) {
    try {
      return await import("socket.io-client");
    } catch {
      await new Promise((resolve) => {
        window.addEventListener("online", resolve, { once: true });
        setTimeout(resolve, FETCH_AGAIN_MS);
      });
    }
  }
}

async function waitForRest(): Promise<void> {
  if (document.readyState !== "complete") await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  // Safari has no idle callback.
  if (typeof window.requestIdleCallback !== "function") return;
  await new Promise((resolve) => window.requestIdleCallback(resolve, { timeout: REST_MS }));
}

/** Makes the server follow what the parts of the page want, one message in flight: a list of many workspaces is no flood. */
export function createClient(socket: Wire): RealtimeClient {
  const pages = new Set<PageListener>();
  const rooms = new Set<Room>();
  /** What the server knows on this connection, and who is present where it was told. */
  const told = new Map<string, Place>();
  const present = new Map<string, readonly PresentPerson[]>();
  let state: LinkState = "connecting";
  let wasLive = false;
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const roomsOf = (workspaceId: string) => [...rooms].filter((room) => room.workspaceId === workspaceId);
  const setState = (next: LinkState) => {
    state = next;
    if (next === "live" || next === "offline") noteLine(next === "live" ? "up" : "down");
    for (const page of pages) page.onLink(next);
  };
  const becomeStale = () => {
    for (const page of pages) page.onStale();
  };

  function placeOf(workspaceId: string): Place | null {
    const here = roomsOf(workspaceId);
    const seat = here.filter((room) => !room.watch).at(-1) ?? here[0];
    return seat === undefined ? null : { documentId: seat.documentId, watch: seat.watch };
  }

  /** The first workspace of which the server has another idea than the page; arrivals before departures. */
  function findDifference(): { workspaceId: string; place: Place | null } | undefined {
    for (const workspaceId of [...[...rooms].map((room) => room.workspaceId), ...told.keys()]) {
      const place = placeOf(workspaceId);
      const known = told.get(workspaceId);
      if (place?.documentId !== known?.documentId || place?.watch !== known?.watch) return { workspaceId, place };
    }
    return undefined;
  }

  /** Later in this task's turn: a part that leaves and one that enters at once are one move. */
  function follow(after = 0): void {
    clearTimeout(timer);
    timer = setTimeout(tellNext, after);
  }

  function tellNext(): void {
    if (busy || !socket.connected) return;
    const next = findDifference();
    if (next === undefined) return;
    const { workspaceId, place } = next;
    busy = true;
    const take = (answer: Ack) => {
      busy = false;
      if (!answer.ok && answer.code === "tooManyRequests") return follow(RETRY_MS);
      if (place === null) {
        told.delete(workspaceId);
        present.delete(workspaceId);
      } else told.set(workspaceId, place);
      // A refusal is not asked about again: the person has no standing there, as the page learns by loading anew.
      if (!answer.ok || answer.stale) becomeStale();
      return tellNext();
    };
    if (place === null) socket.emit("leave", { workspaceId }, take);
    else socket.emit("join", { workspaceId, ...place, since: Math.min(...roomsOf(workspaceId).map((room) => room.since())) }, take);
  }

  socket.auth = (tell) => tell(pages.size === 0 ? {} : { since: Math.min(...[...pages].map((page) => page.since())) });

  socket.on("connect", () => {
    const returned = wasLive;
    wasLive = true;
    // An answer that was under way when the line broke does not come any more.
    busy = false;
    told.clear();
    present.clear();
    setState("live");
    follow();
    // What was announced meanwhile is unknown.
    if (returned) becomeStale();
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
  socket.on("accessChanged", () => {
    // The server may have taken seats away, also ones that are given again before the page has looked.
    told.clear();
    follow();
    becomeStale();
  });
  socket.on("notified", () => {
    for (const page of pages) page.onNotified?.();
  });
  socket.on("presence", ({ workspaceId, people }) => {
    present.set(workspaceId, people);
    for (const room of roomsOf(workspaceId)) room.listener.onPresence(people);
  });
  socket.on("announce", (event) => {
    for (const room of roomsOf(event.workspaceId)) room.listener.onAnnounce(event);
  });

  return {
    attend(page) {
      pages.add(page);
      page.onLink(state);
      if (!socket.connected && state !== "signedOut") socket.connect();
      return () => void pages.delete(page);
    },
    enter(room) {
      rooms.add(room);
      const people = present.get(room.workspaceId);
      if (people !== undefined) room.listener.onPresence(people);
      follow();
    },
    move(room, documentId) {
      room.documentId = documentId;
      follow();
    },
    leave(room) {
      rooms.delete(room);
      follow();
    },
  };
}
