import type { DomainEvent } from "#server/realtime/contract.ts";
import type { App, Context } from "./context.ts";

/** What one request, message or job acts with. Outside a transaction an event is delivered at once. */
export function createContext(app: App, user: Context["user"], requestId: string, address = "system"): Context {
  return { ...app, user, requestId, address, publish: (event: DomainEvent) => app.deliver([event]) };
}
