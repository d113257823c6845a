import { join } from "node:path";
import type { Registry } from "prom-client";
import { createAuditKeeper, type RunningKeeper } from "#server/audit/keeper.ts";
import { flattenPolicy, recordPolicyChanges } from "#server/audit/policy-changes.ts";
import { recordAuditAlone } from "#server/audit/record.ts";
import type { Config } from "#server/config.ts";
import type { Closing } from "#server/core/closing.ts";
import type { App } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { exposeAudit } from "./audit-metrics.ts";

/**
 * Opens the audit log's keeper and records the start: a product that cannot write its log does not come up (MLPS M13). The stop is
 * recorded when nothing else is written any more.
 */
export async function openAudit(config: Config, app: App, registry: Registry, opened: Closing): Promise<RunningKeeper> {
  const keeper = createAuditKeeper({
    app,
    file: join(config.dataDir, "app.sqlite"),
    folder: join(config.dataDir, "audit"),
    keep: config.auditKeep,
  });
  const system = () => createContext({ ...app, auditKeeper: keeper }, null, "audit");
  opened.add(async () => {
    // A full disk must not keep the process from ending.
    await recordAuditAlone(system(), { type: "system.stopped" }).catch((error: unknown) => app.report?.(error));
    await keeper.close();
  });
  exposeAudit(registry, keeper);
  await keeper.open();
  await recordAuditAlone(system(), { type: "system.started", detail: { demo: config.demo } });
  const { session, accounts, signIn, auditKeep, requests, demo } = config;
  const restricted = config.manageFrom !== null;
  await recordPolicyChanges(system(), flattenPolicy({ session, accounts, signIn, auditKeep, requests, demo, restricted }));
  return keeper;
}
