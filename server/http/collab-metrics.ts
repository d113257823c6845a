import { statSync } from "node:fs";
import { Counter, Gauge, type Registry } from "prom-client";
import type { CollabMetrics } from "#server/collab/metrics.ts";

/** Shows the engine's own counters on /metrics; read when asked, never copied on the hot path. */
export function exposeCollab(registry: Registry, read: () => CollabMetrics, walFiles: readonly string[]): void {
  const registers = [registry];
  const gauge = (name: string, help: string, value: (metrics: CollabMetrics) => number) =>
    new Gauge({
      name: `gongyan_collab_${name}`,
      help,
      registers,
      collect() {
        this.set(value(read()));
      },
    });
  gauge("rooms", "Rooms in memory", (metrics) => metrics.rooms);
  gauge("sockets", "Open collaboration sockets", (metrics) => metrics.sockets);
  gauge("people", "People with an open document", (metrics) => metrics.people);
  gauge("storage_available", "1 while edits can be saved", (metrics) => Number(metrics.storageAvailable));
  gauge("commits", "Journal commits since start", (metrics) => metrics.commits);
  gauge("committed_entries", "Journal rows since start", (metrics) => metrics.committedEntries);
  gauge("committed_bytes", "Journal bytes since start", (metrics) => metrics.committedBytes);
  gauge("commit_milliseconds", "Sum of commit latencies", (metrics) => metrics.commitMs);
  gauge("slow_readers", "Sockets cut because their reader was slow", (metrics) => metrics.slowReaders);
  gauge("dropped_presence", "Presence messages left out under pressure", (metrics) => metrics.droppedPresence);
  gauge("bugs", "Unexpected failures", (metrics) => metrics.bugs);
  new Gauge({
    name: "gongyan_collab_commit_bucket",
    help: "Commits that took at most le ms",
    labelNames: ["le"],
    registers,
    collect() {
      for (const { le, count } of read().commitBuckets) this.set({ le: String(le) }, count);
    },
  });
  new Counter({
    name: "gongyan_collab_refused_total",
    help: "Refused updates by reason",
    labelNames: ["reason"],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(read().refused)) this.inc({ reason }, count);
    },
  });
  new Gauge({
    name: "gongyan_sqlite_wal_bytes",
    help: "Size of the write-ahead logs (rule R18)",
    registers,
    collect() {
      this.set(walFiles.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0));
    },
  });
}
