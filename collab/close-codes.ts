import type { Refusal } from "./protocol.ts";

/**
 * Why the server closed a collaboration socket, and what the client should do.
 * y-websocket 3 treats 4400-4499 as final and does not reconnect; anything else it retries with back-off.
 */
export const CLOSE = {
  unauthenticated: { code: 4401, reconnect: false, reason: "unauthenticated" },
  forbidden: { code: 4403, reconnect: false, reason: "forbidden" },
  notFound: { code: 4404, reconnect: false, reason: "not-found" },
  reload: { code: 4426, reconnect: false, reason: "reload-editor" },
  lineage: { code: 4409, reconnect: false, reason: "unknown-lineage" },
  tooLarge: { code: 4413, reconnect: false, reason: "too-large" },
  badMessage: { code: 4422, reconnect: false, reason: "bad-message" },
  rateLimited: { code: 4429, reconnect: false, reason: "rate-limited" },
  /** Rights changed: connect again and be admitted anew. */
  reauthenticate: { code: 4501, reconnect: true, reason: "re-authenticate" },
  /** The server stops; come back after a moment. */
  goingAway: { code: 1001, reconnect: true, reason: "going-away" },
  /** More than the allowed bytes wait for this reader; resync by state vector. */
  slowReader: { code: 4508, reconnect: true, reason: "slow-reader" },
  storage: { code: 4503, reconnect: true, reason: "storage-unavailable" },
  tryLater: { code: 1013, reconnect: true, reason: "try-later" },
} as const;

export type CloseName = keyof typeof CLOSE;

const OFFENCES: Partial<Record<Refusal, CloseName>> = {
  malformed: "badMessage",
  schema: "badMessage",
  "too-large": "tooLarge",
};

/**
 * What a refused update closes its socket with, undefined where it stays open. A step 2 (`answer`) repeats what a client holds, so
 * another person's structs in it are no attack.
 */
export function closeForRefusal(reason: Refusal, answer: boolean): CloseName | undefined {
  return reason === "foreign-client" && !answer ? "forbidden" : OFFENCES[reason];
}
