/** The audit log's keeper as use cases see it. start() sets it. */
export interface AuditKeeper {
  /** Told after entries were written, before or after the commit: the second copy follows. */
  written(entries: number): void;
}
