import type { DomainEvent } from "#server/realtime/contract.ts";
import type { App, Context, SessionUser } from "./context.ts";

/** What one request, message or job acts with. Outside a transaction an event is delivered at once. */
export function createContext(app: App, user: SessionUser | null, requestId: string): Context {
  return { ...app, user, requestId, publish: (event: DomainEvent) => app.deliver([event]) };
}
