import type { VerifyProgress, VerifyResult } from "#db/audit-verify.ts";
import type { Context } from "#server/core/context.ts";

export interface Verification extends VerifyResult {
  readonly at: number;
  readonly ms: number;
}

/** Under which the last verification is remembered. */
export const SETTING_VERIFICATION = "audit.verification";

export interface KeeperState {
  /** How far a check under way has come. */
  readonly running: VerifyProgress | null;
  /** What the last check found; null before the first one. */
  readonly intact: boolean | null;
  /** Entries of this process. */
  readonly written: number;
  readonly copiedTo: number;
  /** Why the second copy stands still, null while it does not. */
  readonly failure: string | null;
}

/** The audit log's keeper as use cases see it. start() sets it. */
export interface AuditKeeper {
  /** Told after entries were written, before or after the commit: the second copy follows. */
  written(entries: number): void;
  /**
   * A door stayed shut for somebody who is signed in: records `forbidden`, the same person and object once a minute. Other errors are no
   * denial. Never throws: the answer is on its way.
   */
  denied(who: Pick<Context, "user" | "requestId" | "address">, error: unknown, object: { kind: string; id: string }): void;
  /** True for the first time within `window` ms: what is recorded once for many repeats. */
  isFirst(key: string, window: number): boolean;
  /** Checks the whole chain; joins a check that is under way. Records what it found. */
  verify(ctx: Context): Promise<Verification>;
  state(): KeeperState;
}
