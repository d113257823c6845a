import type { IncomingMessage } from "node:http";
import { signIn, signOut, type Accounts } from "#server/accounts/sign-in.ts";
import { clearedSessionCookie, sessionCookie } from "#server/accounts/cookie.ts";
import { signInInput } from "#server/accounts/input.ts";
import type { Context, SessionUser } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import type { HttpMetrics } from "./metrics.ts";
import { requestInfo } from "./request-info.ts";

export interface Door {
  /** Starts a session. @throws DomainError invalid or as accounts' signIn */
  signIn(ctx: Context, req: IncomingMessage, input: unknown): Promise<{ cookie: string; person: SessionUser }>;
  /** Resolves to the Set-Cookie value that removes the cookie. */
  signOut(ctx: Context): Promise<string>;
}

/** Sign-in as pages and API share it: parse, check, start a session, end the browser's older one. */
export function createDoor(accounts: Accounts, metrics: HttpMetrics, options: { secure: boolean; absolute: number }): Door {
  return {
    async signIn(ctx, req, input) {
      const { address, userAgent } = requestInfo(req);
      try {
        const token = await signIn(ctx, accounts, parseInput(signInInput, input), { address, userAgent });
        await signOut(ctx, accounts);
        const person = await accounts.sessions.resolve(token);
        if (!person) throw new DomainError("unauthenticated");
        metrics.signIn("accepted");
        return { cookie: sessionCookie(token, options.absolute, options.secure), person };
      } catch (error) {
        metrics.signIn(error instanceof DomainError ? error.code : "internal");
        throw error;
      }
    },
    async signOut(ctx) {
      await signOut(ctx, accounts);
      return clearedSessionCookie(options.secure);
    },
  };
}
