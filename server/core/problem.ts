/** The one way from an error to what a client may see: HTTP body, socket acknowledgement, close frame. */
import type { CloseName } from "#collab/close-codes.ts";
import type { Ack } from "#server/realtime/contract.ts";
import { DomainError, ERRORS, type ErrorCode } from "./errors.ts";

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

/** Body of application/problem+json (RFC 9457). Of a bug nothing is told but the request id. */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = error instanceof DomainError ? error : new DomainError("internal");
  const fields = Object.keys(known.fields).length > 0 ? { fields: known.fields } : {};
  return {
    type: `urn:gongyan:problem:${known.code}`,
    title: ERRORS[known.code].message,
    status: known.status,
    detail: known.message,
    code: known.code,
    ...fields,
    requestId,
  };
}

/** Answer to a socket event. */
export function toSocketAck(error: unknown): Ack {
  const { code, message } = error instanceof DomainError ? error : new DomainError("internal");
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
  return (error instanceof DomainError ? CLOSE_NAMES[error.code] : undefined) ?? "tryLater";
}

/** Whether an error belongs in the log at error level: bugs always, expected failures where the table says so. */
export function isReported(error: unknown): boolean {
  return !(error instanceof DomainError) || ERRORS[error.code].report;
}
