import type { IncomingMessage, Server as HttpServer } from "node:http";
import type { Duplex } from "node:stream";
import { Server, type Socket } from "socket.io";
import { listStandingSessions } from "#db/collab.ts";
import { listStandingStamps } from "#db/standing-stamps.ts";
import type { DocumentId, WorkspaceId } from "#db/schema.ts";
import { findPresenceIdentity } from "#db/workspaces.ts";
import type { App, SessionUser } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { DomainError, ERRORS } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { toSocketAck } from "#server/core/problem.ts";
import { addressOf } from "#server/http/request-info.ts";
import { authorize, authorizeDocument } from "#server/permissions/authorize.ts";
import { Bucket } from "./bucket.ts";
import {
  MAX_JOINED,
  type Ack,
  type ClientToServerEvents,
  type DomainEvent,
  type PresentPerson,
  type ServerToClientEvents,
} from "./contract.ts";
import { createHandshake, isInsideSession, refuseUpgrade, type HandshakeDeps } from "./handshake.ts";
import { handshakeAuth, joinInput, leaveInput } from "./input.ts";
import { News } from "./news.ts";
import { Presence } from "./presence.ts";

export const REALTIME_PATH = "/socket.io";

/** Messages a second and at once of one page, and open pages of one person. A page joins a few times a minute. */
export interface RealtimeLimits {
  readonly perSecond: number;
  readonly burst: number;
  readonly socketsPerPerson: number;
}

export interface RealtimeDeps extends HandshakeDeps {
  readonly app: App;
  readonly limits: RealtimeLimits;
}

export interface Realtime {
  /** Sends what is committed to the rooms it concerns and acts on changed rights and ended sessions. */
  announce(events: readonly DomainEvent[]): void;
  /** People present in a workspace now. */
  people(workspaceId: string): PresentPerson[];
  dropPerson(personId: string): void;
  dropSession(sessionId: string): void;
  /** For the one upgrade dispatcher: answers 403 and 401 itself. Never throws. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sockets close; the HTTP server stays the caller's. */
  close(): void;
}

/** Present on a document, present elsewhere in the workspace (null), or watching from a list. */
interface Place {
  readonly documentId: string | null;
  readonly watch: boolean;
}

interface SocketData {
  user: SessionUser;
  /** Workspaces the page has joined, and how. */
  joined: Map<string, Place>;
  bucket: Bucket;
}

type NoEvents = Record<string, never>;
type Io = Server<ClientToServerEvents, ServerToClientEvents, NoEvents, SocketData>;
type Connection = Socket<ClientToServerEvents, ServerToClientEvents, NoEvents, SocketData>;

/** Bytes of one message: a join is two ids. */
const MAX_MESSAGE = 16_384;
/** Ms between two presence messages to one workspace. */
const PRESENCE_INTERVAL = 500;
const SWEEP_EVERY = 1000;
const TOO_MANY_JOINED = "这个页面打开的空间太多，其余的不再实时更新。";

/** The Socket.IO gateway: announcements and presence. Documents never pass here (rule R11). */
export function createRealtime(server: HttpServer, deps: RealtimeDeps): Realtime {
  const { app, report, limits } = deps;
  const handshake = createHandshake(deps);
  const io: Io = new Server({
    path: REALTIME_PATH,
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: MAX_MESSAGE,
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (request, decide) => {
      void handshake.admit(request).then((refusal) => decide(refusal && ERRORS[refusal].message, refusal === null));
    },
  });
  attachWithoutUpgrades(io, server);
  io.engine.use((request: IncomingMessage, _response: unknown, next: (error?: Error) => void) => {
    next(isInsideSession(request) && handshake.isForeign(request) ? new Error("foreign origin") : undefined);
  });

  const presence = new Presence({
    interval: PRESENCE_INTERVAL,
    now: () => performance.now(),
    send: (workspaceId, people) => io.to(roomOf(workspaceId)).emit("presence", { workspaceId, people }),
  });
  const news = new News(() => app.clock.now());
  /** Counts changes of a person's rights, so that a decision made before one is not used after it. */
  const epochs = new Map<string, number>();
  let closed = false;

  function socketsOf(matches: (data: SocketData) => boolean): Connection[] {
    return [...io.of("/").sockets.values()].filter((socket) => matches(socket.data));
  }

  io.use((socket, next) => {
    const user = handshake.userOf(socket.request);
    if (!user) return next(new Error(ERRORS.unauthenticated.message));
    if (socketsOf((data) => data.user.personId === user.personId).length >= limits.socketsPerPerson) {
      return next(new Error(ERRORS.tooManyRequests.message));
    }
    socket.data.user = user;
    socket.data.joined = new Map();
    socket.data.bucket = new Bucket(limits.perSecond, limits.burst, performance.now());
    return next();
  });

  io.on("connection", (socket) => {
    const { since } = handshakeAuth.parse(socket.handshake.auth);
    const { personId } = socket.data.user;
    if (since !== undefined && news.missedAccess(personId, since)) socket.emit("accessChanged");
    if (since !== undefined && news.missedNotice(personId, since)) socket.emit("notified");
    // What arrives is whatever a client sends: the event types are a promise of our own pages only.
    socket.on("join", (input: unknown, ack: unknown) => answer(socket, ack, () => join(socket, input)));
    socket.on("leave", (input: unknown, ack: unknown) =>
      answer(socket, ack, async () => {
        leave(socket, parseInput(leaveInput, input).workspaceId);
        return { ok: true };
      }),
    );
    socket.on("disconnect", () => {
      for (const workspaceId of socket.data.joined.keys()) presence.exit(workspaceId, socket.id);
    });
  });

  function answer(socket: Connection, ack: unknown, work: () => Promise<Ack>): void {
    if (typeof ack !== "function") return;
    // Socket.IO makes this function: it takes whatever is sent back.
    const reply = ack as Parameters<ClientToServerEvents["join"]>[1];
    if (!socket.data.bucket.take(performance.now())) return reply(toSocketAck(new DomainError("tooManyRequests")));
    work().then(reply, (error: unknown) => {
      if (!(error instanceof DomainError)) report(error);
      const who = { user: socket.data.user, requestId: socket.id, address: addressOf(socket.request) };
      app.auditKeeper?.denied(who, error, { kind: "event", id: "join" });
      reply(toSocketAck(error));
    });
  }

  async function join(socket: Connection, input: unknown): Promise<Ack> {
    const { workspaceId, since, ...place } = parseInput(joinInput, input);
    const { joined, user } = socket.data;
    const isFull = () => !joined.has(workspaceId) && joined.size >= MAX_JOINED;
    if (isFull()) throw new DomainError("invalid", { message: TOO_MANY_JOINED });
    const person = await seatNow(user, workspaceId, place.documentId);
    // The connection may have ended while the decision was made; nobody would take this seat away again.
    if (!socket.connected) throw new DomainError("unauthenticated");
    // Joins of one page are decided side by side.
    if (isFull()) throw new DomainError("invalid", { message: TOO_MANY_JOINED });
    const isNew = !joined.has(workspaceId);
    void socket.join(roomOf(workspaceId));
    take(socket, workspaceId, place, person);
    if (isNew) socket.emit("presence", { workspaceId, people: presence.people(workspaceId) });
    // Asked after the room is joined: what comes later is heard there.
    const typing = !place.watch && place.documentId === null;
    return since !== undefined && news.missed(workspaceId, since, typing) ? { ok: true, stale: true } : { ok: true };
  }

  /** Whoever only watches has the same right to be here and takes no seat. */
  function take(socket: Connection, workspaceId: string, place: Place, person: PresentPerson): void {
    socket.data.joined.set(workspaceId, place);
    if (place.watch) presence.exit(workspaceId, socket.id);
    else presence.enter(workspaceId, socket.id, person);
  }

  function leave(socket: Connection, workspaceId: string): void {
    socket.data.joined.delete(workspaceId);
    void socket.leave(roomOf(workspaceId));
    presence.exit(workspaceId, socket.id);
  }

  /** @throws DomainError where the person has no standing in the workspace or may not read the document */
  async function seatOf(user: SessionUser, workspaceId: string, documentId: string | null): Promise<PresentPerson> {
    const ctx = createContext(app, user, "realtime");
    // joinInput checked the shape of the ids; authorize decides what they are.
    const grant = await authorize(ctx, "workspace.read", workspaceId as WorkspaceId);
    if (documentId !== null) {
      const { document } = await authorizeDocument(ctx, "plan.readPublished", documentId as DocumentId);
      if (document.workspaceId !== grant.workspaceId) throw new DomainError("notFound");
    }
    const identity = await findPresenceIdentity(app.db, grant.personId, grant.organisationId);
    if (!identity) throw new DomainError("notFound");
    return { personId: grant.personId, ...identity, side: grant.side, documentId };
  }

  /** The seat as rights stand when it is returned: a change announced during the decision asks again. */
  async function seatNow(user: SessionUser, workspaceId: string, documentId: string | null): Promise<PresentPerson> {
    for (;;) {
      const epoch = epochs.get(user.personId);
      const person = await seatOf(user, workspaceId, documentId);
      if (epochs.get(user.personId) === epoch) return person;
    }
  }

  /** Rights may have changed: every seat of the person is asked for again; a refusal of any sort takes it away. */
  async function seatAgain(personId: string): Promise<void> {
    epochs.set(personId, (epochs.get(personId) ?? 0) + 1);
    for (const socket of socketsOf((data) => data.user.personId === personId)) {
      socket.emit("accessChanged");
      for (const [workspaceId, { documentId, watch }] of [...socket.data.joined]) {
        try {
          // Whoever lost only the document stays in the workspace.
          const person = await seatNow(socket.data.user, workspaceId, documentId).catch((error: unknown) => {
            if (documentId === null) throw error;
            return seatNow(socket.data.user, workspaceId, null);
          });
          if (!socket.data.joined.has(workspaceId)) continue;
          take(socket, workspaceId, { documentId: person.documentId, watch }, person);
        } catch (error) {
          leave(socket, workspaceId);
          if (!(error instanceof DomainError)) report(error);
        }
      }
    }
  }

  function signOut(sockets: readonly Connection[]): void {
    for (const socket of sockets) {
      socket.emit("signedOut");
      socket.disconnect(true);
    }
  }

  async function sweep(): Promise<void> {
    const sockets = socketsOf(() => true);
    if (sockets.length === 0) return;
    const ids = [...new Set(sockets.map((socket) => socket.data.user.sessionId))];
    const standing = await listStandingSessions(app.db, ids, app.clock.now());
    signOut(sockets.filter((socket) => !standing.has(socket.data.user.sessionId)));
    await recheckSeats(sockets);
  }

  /** What each person's standing rested on at the last look. */
  let stamps = new Map<string, string>();

  /** A term runs out and rows change without an event; whoever's standing is another one than at the last look is asked again. */
  async function recheckSeats(sockets: readonly Connection[]): Promise<void> {
    const people = [...new Set(sockets.filter(({ data }) => data.joined.size > 0).map(({ data }) => data.user.personId))];
    const found = await listStandingStamps(app.db, people, app.clock.now());
    const before = stamps;
    stamps = new Map(people.map((personId) => [personId, found.get(personId) ?? ""]));
    for (const [personId, stamp] of stamps) if (before.has(personId) && before.get(personId) !== stamp) await seatAgain(personId);
  }

  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    if (!closed) timer = setTimeout(() => void sweep().catch(report).finally(schedule), SWEEP_EVERY).unref();
  };
  schedule();

  const dropSession = (sessionId: string) => signOut(socketsOf((data) => data.user.sessionId === sessionId));
  return {
    announce(events) {
      if (closed) return;
      for (const event of events) {
        news.note(event);
        if (event.type === "access.changed") void seatAgain(event.personId);
        else if (event.type === "session.ended") dropSession(event.sessionId);
        else if (event.type === "notified")
          for (const socket of socketsOf((data) => data.user.personId === event.personId)) socket.emit("notified");
        else io.to(roomOf(event.workspaceId)).emit("announce", event);
      }
    },
    people: (workspaceId) => presence.people(workspaceId),
    dropPerson: (personId) => signOut(socketsOf((data) => data.user.personId === personId)),
    dropSession,
    handleUpgrade(request, socket, head) {
      const onError = () => socket.destroy();
      socket.on("error", onError);
      void handshake.admit(request).then((refusal) => {
        if (closed || socket.destroyed) return void socket.destroy();
        if (refusal) return refuseUpgrade(request, socket, refusal);
        socket.off("error", onError);
        // Engine.IO's request type only adds fields that it fills in itself.
        return io.engine.handleUpgrade(request as never, socket, head);
      });
    },
    close() {
      closed = true;
      clearTimeout(timer);
      io.disconnectSockets(true);
      io.engine.close();
      presence.close();
    },
  };
}

function roomOf(workspaceId: string): string {
  return `workspace:${workspaceId}`;
}

/** Socket.IO adds an upgrade listener of its own; upgrades have one dispatcher in this process, so it is taken off again. */
function attachWithoutUpgrades(io: Io, server: HttpServer): void {
  const before = new Set(server.listeners("upgrade"));
  io.attach(server);
  for (const listener of server.rawListeners("upgrade")) {
    // Node types listeners as Function; this one was added by attach a line above.
    if (!before.has(listener)) server.removeListener("upgrade", listener as () => void);
  }
}
