import type { IncomingMessage } from "node:http";
import type { Accounts } from "#server/accounts/sign-in.ts";
import { readSessionCookie } from "#server/accounts/cookie.ts";
import type { App, Context, SessionUser } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { isActivity } from "./activity.ts";
import { requestInfo } from "./request-info.ts";

/** The person whose session the request's cookie names, or null. Not activity by itself. */
export function authenticate(accounts: Accounts, req: IncomingMessage, secure: boolean): Promise<SessionUser | null> {
  return accounts.sessions.resolve(readSessionCookie(req.headers.cookie, secure));
}

/** Context of a page or API request; counts as activity where a person asked. */
export async function contextOf(app: App, accounts: Accounts, req: IncomingMessage, secure: boolean): Promise<Context> {
  const user = await authenticate(accounts, req, secure);
  if (user && isActivity(req)) accounts.sessions.touch(user.sessionId);
  return createContext(app, user, requestInfo(req).id, requestInfo(req).address);
}
