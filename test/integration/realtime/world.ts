import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io, type Socket } from "socket.io-client";
import { expect, onTestFinished } from "vitest";
import type { SessionUser } from "#server/core/context.ts";
import type { Ack, Announcement, ClientToServerEvents, PresentPerson, ServerToClientEvents } from "#server/realtime/contract.ts";
import { createRealtime, type Realtime, type RealtimeLimits } from "#server/realtime/gateway.ts";
import { openProvince, type Province } from "#test/support/province.ts";
import { SAFETY_LIMIT } from "#test/support/wait.ts";

export const PAIR = "陇南市·劳动教育";
const LIMITS: RealtimeLimits = { perSecond: 5, burst: 40, socketsPerPerson: 30 };

export type Page = Socket<ServerToClientEvents, ClientToServerEvents>;

export interface World {
  readonly province: Province;
  readonly realtime: Realtime;
  readonly origin: string;
  readonly errors: unknown[];
  /** A socket of a signed-in person that is not connected yet and comes back by itself, as a page's. */
  prepare(login: string): Promise<Page>;
  /** A page of a person who is signed in; options break the handshake. */
  open(login: string | null, options?: { origin?: string; transports?: string[] }): Promise<OpenPage>;
}

export interface OpenPage {
  readonly socket: Page;
  readonly user: SessionUser | null;
  readonly heard: Announcement[];
  readonly presence: PresentPerson[][];
  signedOut: boolean;
  /** Times the page was told that the person's rights changed. */
  accessChanges: number;
  watch(workspaceId: string): Promise<Ack>;
  join(workspaceId: string, documentId?: string | null): Promise<Ack>;
}

/** The gateway on a server of its own over the demo province. */
export async function openWorld(limits: RealtimeLimits = LIMITS): Promise<World> {
  const province = await openProvince();
  const users = new Map<string, SessionUser>();
  const errors: unknown[] = [];
  const server = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const realtime = createRealtime(server, {
    limits,
    app: province.app,
    authenticate: async (request) => users.get(request.headers.cookie ?? "") ?? null,
    isOwnOrigin: (headers) => headers.origin === origin,
    report: (error) => errors.push(error),
  });
  // The one dispatcher of the process stands here.
  server.on("upgrade", (request, socket, head) => realtime.handleUpgrade(request, socket, head));
  province.listeners.add((events) => realtime.announce(events));
  onTestFinished(async () => {
    realtime.close();
    await new Promise((resolve) => server.close(resolve));
    expect(errors).toEqual([]);
  });
  return {
    province,
    realtime,
    origin,
    errors,
    async prepare(login) {
      const user = await province.user(login);
      const cookie = `s=${user.sessionId}`;
      users.set(cookie, user);
      const options = { transports: ["websocket"], extraHeaders: { cookie, origin }, autoConnect: false, forceNew: true };
      const socket: Page = io(origin, { ...options, reconnectionDelay: 20, reconnectionDelayMax: 50 });
      onTestFinished(() => void socket.close());
      return socket;
    },
    async open(login, options = {}) {
      const user = login === null ? null : await province.user(login);
      const cookie = `s=${user?.sessionId ?? "none"}`;
      if (user) users.set(cookie, user);
      const socket: Page = io(origin, {
        transports: options.transports ?? ["websocket"],
        extraHeaders: { cookie, origin: options.origin ?? origin },
        reconnection: false,
        forceNew: true,
      });
      onTestFinished(() => void socket.close());
      const page: OpenPage = {
        socket,
        user,
        heard: [],
        presence: [],
        signedOut: false,
        accessChanges: 0,
        watch: (workspaceId) => socket.timeout(SAFETY_LIMIT).emitWithAck("join", { workspaceId, documentId: null, watch: true }),
        join: (workspaceId, documentId = null) => socket.timeout(SAFETY_LIMIT).emitWithAck("join", { workspaceId, documentId }),
      };
      socket.on("announce", (event) => page.heard.push(event));
      socket.on("presence", ({ people }) => page.presence.push(people));
      socket.on("signedOut", () => (page.signedOut = true));
      socket.on("accessChanged", () => page.accessChanges++);
      await new Promise<void>((resolve, reject) => {
        socket.once("connect", resolve);
        socket.once("connect_error", reject);
      });
      return page;
    },
  };
}
