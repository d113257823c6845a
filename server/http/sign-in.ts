import type { IncomingMessage } from "node:http";
import type { Admission, SignInFrom } from "#server/accounts/admission.ts";
import { clearedSessionCookie, readSessionCookie, sessionCookie } from "#server/accounts/cookie.ts";
import { signInInput } from "#server/accounts/input.ts";
import type { Pending } from "#server/accounts/sessions.ts";
import { signIn, signOut, type Accounts } from "#server/accounts/sign-in.ts";
import type { Context, SessionUser } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import type { HttpMetrics } from "./metrics.ts";
import { requestInfo } from "./request-info.ts";

export interface Door {
  /** Starts a complete session. @throws DomainError invalid or as accounts' signIn, stepsRequired among them */
  signIn(ctx: Context, req: IncomingMessage, input: unknown): Promise<{ cookie: string; person: SessionUser }>;
  /** Takes the first step of sign-in on a page. @throws DomainError invalid or as accounts' signIn */
  begin(ctx: Context, req: IncomingMessage, input: unknown): Promise<Admission>;
  /** Whose sign-in the browser is in the middle of, or null. */
  pending(req: IncomingMessage): Promise<Pending | null>;
  /** Set-Cookie value that carries a new session. */
  cookieOf(admission: Admission): string;
  /** Resolves to the Set-Cookie value that removes the cookie. */
  signOut(ctx: Context): Promise<string>;
}

/** Sign-in as pages and API share it: parse, check, start a session, end the browser's older one. */
export function createDoor(accounts: Accounts, metrics: HttpMetrics, options: { secure: boolean; absolute: number }): Door {
  const cookieOf = ({ token }: Admission) => sessionCookie(token, options.absolute, options.secure);

  const enter = async (ctx: Context, req: IncomingMessage, input: unknown, by: "page" | "api"): Promise<Admission> => {
    try {
      const admission = await signIn(ctx, accounts, parseInput(signInInput, input), comesFrom(req), by);
      await signOut(ctx, accounts);
      metrics.signIn(admission.stage === "full" ? "accepted" : admission.stage);
      return admission;
    } catch (error) {
      metrics.signIn(error instanceof DomainError ? error.code : "internal");
      throw error;
    }
  };

  return {
    cookieOf,
    begin: (ctx, req, input) => enter(ctx, req, input, "page"),
    pending: (req) => accounts.sessions.resolvePending(readSessionCookie(req.headers.cookie, options.secure)),
    async signIn(ctx, req, input) {
      const admission = await enter(ctx, req, input, "api");
      const person = await accounts.sessions.resolve(admission.token);
      if (!person) throw new DomainError("unauthenticated");
      return { cookie: cookieOf(admission), person };
    },
    async signOut(ctx) {
      await signOut(ctx, accounts);
      return clearedSessionCookie(options.secure);
    },
  };
}

export function comesFrom(req: IncomingMessage): SignInFrom {
  const { address, userAgent } = requestInfo(req);
  return { address, userAgent };
}
