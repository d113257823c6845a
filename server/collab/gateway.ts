import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { CLOSE, type CloseName } from "#collab/close-codes.ts";
import { documentIdFromPath } from "#collab/names.ts";
import { MESSAGE, SYNC } from "#collab/protocol.ts";
import type { Room } from "#collab/room.ts";
import type { DocumentId, PersonId } from "#db/schema.ts";
import type { App, SessionUser } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { toClose } from "#server/core/problem.ts";
import { answerBare } from "#server/http/bare-answer.ts";
import { addressOf } from "#server/http/request-info.ts";
import { admit, type Admission } from "./admission.ts";
import { CLOSE_GRACE, Connection } from "./connection.ts";
import type { CollabMetrics } from "./metrics.ts";
import { createRevocation, type Revocation } from "./revocation.ts";

/** A decision that takes longer is a refusal for now, ms. */
const ADMISSION_DEADLINE = 10_000;
/** Small messages are views into a 64 KiB read buffer; a room that keeps one must not keep the buffer. */
const COPY_BELOW = 16 * 1024;

export interface GatewayOptions {
  readonly app: App;
  readonly maxFrame: number;
  readonly socketsPerUser: number;
  readonly backpressure: number;
  /** Ms between pings; a silent other end is noticed within three of them. */
  readonly heartbeat: number;
  /** Ms between two checks of sessions and memberships. */
  readonly sweepEvery: number;
  readonly metrics: CollabMetrics;
  authenticate(req: IncomingMessage): Promise<SessionUser | null>;
  openRoom(documentId: DocumentId, lineage: string): Promise<Room>;
  onBug(error: unknown): void;
}

interface Seat {
  readonly admission: Admission;
  readonly room: Room;
  readonly epoch: number;
}

/** Admits sockets to rooms and carries their messages. Nothing is sent before the decision; a thrown error is a refusal (R32). */
export class Gateway {
  readonly rooms = new Map<Connection, Room>();
  readonly revocation: Revocation;
  readonly #options: GatewayOptions;
  readonly #wss: WebSocketServer;
  readonly #sockets = new Map<PersonId, number>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #live = new Set<WebSocket>();
  #nextId = 1;
  #draining = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#wss = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: options.maxFrame, perMessageDeflate: false });
    this.revocation = createRevocation({
      app: options.app,
      rooms: this.rooms,
      sweepEvery: options.sweepEvery,
      receive: (connection, message) => this.#receive(connection, message),
      closeNameOf: (error) => this.#closeNameOf(error),
      onBug: options.onBug,
    });
    this.#heartbeat = setInterval(() => this.#beat(), options.heartbeat).unref();
  }

  /** Takes over a socket whose Origin is already checked. Never throws. */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    if (this.#draining) {
      answerBare(req, socket, "503 Service Unavailable");
      return;
    }
    void this.#enter(req, socket, head);
  }

  peopleCount(): number {
    return this.#sockets.size;
  }

  /** Admits nobody more and takes nothing more from anybody; what rooms still send goes out. */
  stopReading(): void {
    this.#draining = true;
    clearInterval(this.#heartbeat);
    this.revocation.stop();
    for (const connection of this.rooms.keys()) connection.pause();
  }

  /** Says goodbye to everybody; resolves when all sockets are gone. The grace of closing bounds it. */
  async closeAll(): Promise<void> {
    for (const connection of this.rooms.keys()) connection.close("goingAway");
    await Promise.all([...this.#live].map((ws) => new Promise((resolve) => ws.once("close", resolve))));
  }

  async #enter(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const outcome = await this.#decideInTime(req, socket).catch((error: unknown) => this.#closeNameOf(error));
    if (this.#draining || socket.destroyed) return void socket.destroy();
    try {
      // The listener is set in the same task as the handshake: no message can come before it.
      this.#wss.handleUpgrade(req, socket, head, (ws) => {
        // First of all (R24). ws has already answered a bad frame with its close code; cutting at once would lose that.
        ws.on("error", () => void setTimeout(() => ws.terminate(), CLOSE_GRACE).unref());
        this.#live.add(ws);
        ws.on("close", () => this.#live.delete(ws));
        if (typeof outcome === "string") this.#refuse(ws, outcome);
        else this.#seat(ws, socket, outcome);
      });
    } catch (error) {
      this.#options.onBug(error);
      socket.destroy();
    }
  }

  async #decideInTime(req: IncomingMessage, socket: Duplex): Promise<Seat> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new DomainError("storageUnavailable")), ADMISSION_DEADLINE);
    });
    try {
      return await Promise.race([this.#decide(req, socket), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #decide(req: IncomingMessage, socket: Duplex): Promise<Seat> {
    const user = await this.#options.authenticate(req);
    if (!user) throw new DomainError("unauthenticated");
    const documentId = documentIdFromPath((req.url ?? "").split("?")[0] ?? "");
    if (documentId === null) throw new DomainError("notFound");
    this.#countSocket(user.personId, socket);
    const epoch = this.revocation.epochOf(user.personId);
    const admission = await admit(this.#options.app, user, documentId as DocumentId).catch((error: unknown) => {
      const who = { user, requestId: "collab", address: addressOf(req) };
      this.#options.app.auditKeeper?.denied(who, error, { kind: "document", id: documentId });
      throw error;
    });
    const room = await this.#options.openRoom(admission.documentId, admission.lineage);
    return { admission, room, epoch };
  }

  /** Counts before the decision, so that a storm of undecided sockets is limited too. The raw socket always ends with "close". */
  #countSocket(personId: PersonId, socket: Duplex): void {
    const count = this.#sockets.get(personId) ?? 0;
    if (count >= this.#options.socketsPerUser) throw new DomainError("tooManyRequests");
    if (socket.destroyed) throw new DomainError("notFound");
    this.#sockets.set(personId, count + 1);
    socket.once("close", () => {
      const left = (this.#sockets.get(personId) ?? 1) - 1;
      if (left > 0) this.#sockets.set(personId, left);
      else this.#sockets.delete(personId);
    });
  }

  #seat(ws: WebSocket, socket: Duplex, { admission, room, epoch }: Seat): void {
    const { backpressure, metrics } = this.#options;
    const connection: Connection = new Connection({
      id: this.#nextId++,
      ws,
      socket,
      admission,
      backpressure,
      metrics,
      onEnd: () => {
        this.rooms.delete(connection);
        room.leave(connection);
      },
    });
    connection.epoch = epoch;
    // ws hands out one Buffer with its default binaryType.
    ws.on("message", (data, isBinary) => this.#hear(connection, data as Buffer, isBinary));
    ws.on("pong", () => {
      connection.heardAt = performance.now();
    });
    ws.on("error", () => connection.ended());
    ws.on("close", () => connection.ended());
    this.rooms.set(connection, room);
    room.join(connection);
    if (epoch !== this.revocation.epochOf(admission.user.personId)) this.revocation.decideAgain(connection);
  }

  #hear(connection: Connection, data: Buffer, isBinary: boolean): void {
    if (!connection.isOpen || this.#draining) return;
    connection.heardAt = performance.now();
    if (!isBinary) return connection.close("badMessage");
    const message = data.length < COPY_BELOW ? Uint8Array.from(data) : data;
    if (this.revocation.isCurrent(connection)) this.#receive(connection, message);
    else this.revocation.hold(connection, message);
  }

  #receive(connection: Connection, message: Uint8Array): void {
    if (message[0] === MESSAGE.sync && message[1] === SYNC.update) connection.typedAt = performance.now();
    this.rooms.get(connection)?.receive(connection, message);
  }

  #refuse(ws: WebSocket, name: CloseName): void {
    const { metrics } = this.#options;
    metrics.closed[name] = (metrics.closed[name] ?? 0) + 1;
    ws.close(CLOSE[name].code, CLOSE[name].reason);
    setTimeout(() => ws.terminate(), CLOSE_GRACE).unref();
  }

  #beat(): void {
    const silentSince = performance.now() - 2 * this.#options.heartbeat;
    for (const connection of this.rooms.keys()) {
      if (connection.heardAt < silentSince) connection.terminate();
      else connection.ping();
    }
  }

  #closeNameOf(error: unknown): CloseName {
    if (error instanceof DomainError) return toClose(error);
    this.#options.onBug(error);
    return "storage";
  }
}
