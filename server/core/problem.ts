/** The one way from an error to what a client may see: HTTP body, socket acknowledgement, close frame. */
import type { CloseName } from "#collab/close-codes.ts";
import type { Ack } from "#server/realtime/contract.ts";
import { DomainError, ERRORS, type ErrorCode, type FieldErrors } from "./errors.ts";

/** What SQLite and the file system answer where there is no room, the disk fails or another process holds the file. */
const NO_STORAGE = /^(SQLITE_(FULL|IOERR|BUSY)(_\w+)?|ENOSPC|EDQUOT|EIO)$/;

/** The failure a thrown value stands for, as the table knows it; null for a bug. Storage that fails is not one. */
export function expectedFailure(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && NO_STORAGE.test(code) ? new DomainError("storageUnavailable", { cause: error }) : null;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  /** Field name to message, where fields were wrong. */
  readonly fields?: Record<string, string>;
  /** What an operator finds the log line by. */
  readonly requestId: string;
}

const inChinese = (message: string): string => message;

/** Body of application/problem+json (RFC 9457). Of a bug nothing is told but the request id. `say` puts messages into another language. */
export function toProblem(error: unknown, requestId: string, say = inChinese): Problem {
  const known = expectedFailure(error) ?? new DomainError("internal");
  const fields = Object.keys(known.fields).length > 0 ? { fields: sayFields(known.fields, say) } : {};
  return {
    type: `urn:gongyan:problem:${known.code}`,
    title: say(ERRORS[known.code].message),
    status: known.status,
    detail: say(known.message),
    code: known.code,
    ...fields,
    requestId,
  };
}

/** Messages of fields in another language. */
export function sayFields(fields: FieldErrors, say: (message: string) => string): FieldErrors {
  return Object.fromEntries(Object.entries(fields).map(([name, message]) => [name, say(message)]));
}

/** Answer to a socket event. */
export function toSocketAck(error: unknown): Ack {
  const { code, message } = expectedFailure(error) ?? new DomainError("internal");
  return { ok: false, code, message };
}

const CLOSE_NAMES: Partial<Record<ErrorCode, CloseName>> = {
  unauthenticated: "unauthenticated",
  sessionExpired: "unauthenticated",
  badCredentials: "unauthenticated",
  accountLocked: "unauthenticated",
  foreignOrigin: "forbidden",
  forbidden: "forbidden",
  notFound: "notFound",
  conflict: "lineage",
  invalid: "badMessage",
  malformed: "badMessage",
  methodNotAllowed: "badMessage",
  unsupportedMedia: "badMessage",
  tooLarge: "tooLarge",
  tooManyRequests: "rateLimited",
  storageUnavailable: "storage",
};

/** Which close frame an error becomes; a bug asks the client to come back later. */
export function toClose(error: unknown): CloseName {
  const known = expectedFailure(error);
  return (known ? CLOSE_NAMES[known.code] : undefined) ?? "tryLater";
}

/** Whether an error belongs in the log at error level: bugs always, expected failures where the table says so. */
export function isReported(error: unknown): boolean {
  const known = expectedFailure(error);
  return known === null || ERRORS[known.code].report;
}
