import { findAuditExtent } from "#db/audit.ts";
import { countSessions } from "#db/system.ts";
import type { Context } from "#server/core/context.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import { clockJump, measureStorage, readVersion, uptime } from "./machine.ts";

/** A clock that is wrong by more than this is said, ms (MLPS M24). */
const SKEW = 60_000;

/** How the installation is: version, sizes, jobs, the audit chain, sessions, clock. Nothing of what people wrote. */
export async function getSystemStatus(ctx: Context, _grant: OfficeGrant<"system.status">) {
  const now = ctx.clock.now();
  const [extent, sessions, storage] = await Promise.all([
    findAuditExtent(ctx.db),
    countSessions(ctx.db, now),
    ctx.dataDir === undefined ? null : measureStorage(ctx.dataDir),
  ]);
  const jump = clockJump(now);
  const behind = extent.newestAt === null ? 0 : extent.newestAt - now;
  const keeper = ctx.auditKeeper?.state() ?? null;
  return {
    version: readVersion(),
    node: process.version,
    uptime: uptime(),
    storage,
    sessions,
    jobs: ctx.jobs?.state() ?? [],
    audit: { entries: extent.entries, intact: keeper?.intact ?? null, copiedTo: keeper?.copiedTo ?? 0, failure: keeper?.failure ?? null },
    clock: { jump: Math.abs(jump) > SKEW ? jump : 0, behind: behind > SKEW ? behind : 0 },
  };
}
export type SystemStatus = Awaited<ReturnType<typeof getSystemStatus>>;
