/** Cells shared with the writer thread by which fault tests slow or fail commits. */
export const FAULT_CELL = { commitDelayMs: 0, failWrites: 1, never: 2 } as const;

export interface JournalFaults {
  readonly cells: SharedArrayBuffer;
}

export function createJournalFaults(): JournalFaults & { set(cell: "commitDelayMs" | "failWrites", value: number): void } {
  const cells = new SharedArrayBuffer(12);
  return { cells, set: (cell, value) => void Atomics.store(new Int32Array(cells), FAULT_CELL[cell], value) };
}
