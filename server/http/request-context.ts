/** What React Router hands to loaders and actions, and how their errors become pages. One module, so that context keys have one identity. */
import { createContext, data, redirect, type RouterContextProvider } from "react-router";
import type { Admission, SignInFrom } from "#server/accounts/admission.ts";
import type { Pending } from "#server/accounts/sessions.ts";
import type { Accounts } from "#server/accounts/sign-in.ts";
import type { Context } from "#server/core/context.ts";
import type { DomainError, FieldErrors } from "#server/core/errors.ts";
import { expectedFailure, sayFields, toProblem } from "#server/core/problem.ts";

/** Who asks and with what. */
export const requestContext = createContext<Context>();

/** What only the transport knows about a page request. */
export interface PageTools {
  /** Nonce of this answer's content security policy. */
  readonly nonce: string;
  /** Path and query as asked for; what to come back to after sign-in. */
  readonly path: string;
  /** A message of the server in the language of the page. */
  readonly say: (message: string) => string;
  /** Logs a failure with the request's id. Bugs always, expected failures where the error table says so. */
  report(error: unknown): void;
  /** True in demo mode: the sign-in page lists the personas. */
  readonly demo: boolean;
  /** Sessions, password queue and limits, for the commands that take them. */
  readonly accounts: Accounts;
  readonly from: SignInFrom;
  /** Whose sign-in this browser is in the middle of; null for somebody signed in and for nobody. */
  readonly pending: Pending | null;
  /** The first step of sign-in; the old session of this browser ends. @throws DomainError as accounts' signIn */
  signIn(input: { login: string; password: string }): Promise<Admission>;
  /** Set-Cookie value that carries a new session. */
  cookieOf(admission: Admission): string;
  /** Ends the session; resolves to the Set-Cookie value that removes the cookie. */
  signOut(): Promise<string>;
}

export const pageTools = createContext<PageTools>();

type Provider = Readonly<RouterContextProvider>;

/** What an ErrorBoundary finds in `error.data`. */
export type RouteErrorData = ReturnType<typeof toProblem>;

/**
 * Runs a loader with the request's context. An expected failure becomes error data with its status; who is not signed in is sent
 * to the sign-in page and back; a bug becomes a plain 500 with the request id. @throws what React Router shows as an error page
 */
export async function answerPage<T>(context: Provider, load: (ctx: Context) => Promise<T> | T): Promise<T> {
  try {
    return await load(context.get(requestContext));
  } catch (error) {
    throw toRouteError(context, error);
  }
}

export interface ActionFailure {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly fields: FieldErrors;
  /** Seconds to wait, where known. */
  readonly retryAfter: number | undefined;
}

const SIGNED_OUT: ReadonlySet<string> = new Set(["unauthenticated", "sessionExpired"]);
const RETURNED: ReadonlySet<string> = new Set([
  "invalid",
  "conflict",
  "badCredentials",
  "accountLocked",
  "tooManyRequests",
  "storageUnavailable",
]);

/** Runs an action. What the person can mend is a returned value with its status; the rest goes the way of `answerPage`. */
export async function answerAction<T>(context: Provider, act: (ctx: Context) => Promise<T> | T) {
  try {
    return await act(context.get(requestContext));
  } catch (error) {
    const known = expectedFailure(error);
    if (!known || !RETURNED.has(known.code)) throw toRouteError(context, error);
    const { code, message, fields, retryAfter, status } = known;
    const tools = context.get(pageTools);
    if (code === "storageUnavailable") tools.report(error);
    const failure: ActionFailure = { ok: false, code, message: tools.say(message), fields: sayFields(fields, tools.say), retryAfter };
    return data(failure, { status, headers: retryAfterHeader(known) });
  }
}

function toRouteError(context: Provider, error: unknown): unknown {
  // Redirects and answers that a loader throws on purpose.
  if (error instanceof Response || isDataWithInit(error)) return error;
  const tools = context.get(pageTools);
  const known = expectedFailure(error);
  if (known && SIGNED_OUT.has(known.code)) return redirect(`/sign-in?next=${encodeURIComponent(tools.path)}`);
  tools.report(error);
  const problem = toProblem(error, context.get(requestContext).requestId, tools.say);
  return data(problem, { status: problem.status, headers: known ? retryAfterHeader(known) : {} });
}

/** What React Router's `data()` makes; its class is not exported. */
function isDataWithInit(value: unknown): boolean {
  return typeof value === "object" && value !== null && "type" in value && value.type === "DataWithResponseInit";
}

function retryAfterHeader(error: DomainError): Record<string, string> {
  return error.retryAfter === undefined ? {} : { "Retry-After": String(error.retryAfter) };
}
