import { Counter, Gauge, type Registry } from "prom-client";
import type { AuditKeeper } from "#server/audit/port.ts";

/** The audit log's figures; read when somebody asks. */
export function exposeAudit(registry: Registry, keeper: AuditKeeper): void {
  const registers = [registry];
  new Counter({
    name: "gongyan_audit_entries_total",
    help: "Audit entries written since start",
    registers,
    collect() {
      this.reset();
      this.inc(keeper.state().written);
    },
  });
  new Gauge({
    name: "gongyan_audit_intact",
    help: "What the last verification found: 1 intact, 0 damaged, -1 not verified yet",
    registers,
    collect() {
      const { intact } = keeper.state();
      this.set(intact === null ? -1 : Number(intact));
    },
  });
  new Gauge({
    name: "gongyan_audit_copied_id",
    help: "Number of the last entry in the second copy",
    registers,
    collect() {
      this.set(keeper.state().copiedTo);
    },
  });
  new Gauge({
    name: "gongyan_audit_copy_failing",
    help: "1 while the second copy cannot be written",
    registers,
    collect() {
      this.set(Number(keeper.state().failure !== null));
    },
  });
}
