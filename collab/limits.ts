/** Every limit of the engine. Sizes are bytes. */
export interface Limits {
  readonly maxFrame: number;
  readonly maxUpdate: number;
  readonly maxDocument: number;
  readonly maxStateVector: number;
  readonly maxAwareness: number;
  /** New Yjs client ids one author may bind in one document within 24 hours. */
  readonly newClientsPerDay: number;
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  /** Longest wait of a busy room before admitted text goes to its readers, ms. */
  readonly textWindow: number;
  /** Quiet time after the last peer left before a room leaves memory, ms. */
  readonly idleUnload: number;
  /** Tail that asks for compaction while the room lives: rows or bytes, whichever comes first. */
  readonly compactRows: number;
  readonly compactBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxFrame: 1024 * 1024,
  maxUpdate: 256 * 1024,
  maxDocument: 5 * 1024 * 1024,
  maxStateVector: 64 * 1024,
  maxAwareness: 2048,
  newClientsPerDay: 50,
  messagesPerSecond: 200,
  messageBurst: 1000,
  textWindow: 40,
  idleUnload: 30_000,
  compactRows: 2_000,
  compactBytes: 512 * 1024,
};
