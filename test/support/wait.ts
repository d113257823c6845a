/**
 * Milliseconds that a test gives to what takes two seconds at most on a quiet machine. It tells what comes from what never comes; how
 * fast it came is printed, and measured by the bench.
 */
export const SAFETY_LIMIT = 20_000;

export interface WaitOptions {
  /** Milliseconds until it gives up; SAFETY_LIMIT by default. */
  timeout?: number;
  /** Milliseconds between two looks; 10 by default. */
  interval?: number;
  /** What was waited for, for the message. */
  what?: string;
}

/**
 * Waits until the condition gives something other than false, null or undefined, and returns that. A condition that throws counts as
 * not yet true. Throws with the last error when the time is up.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  const timeout = options.timeout ?? SAFETY_LIMIT;
  const until = performance.now() + timeout;
  let lastError: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (isReached(value)) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= until) {
      throw new Error(`waited ${timeout} ms in vain for ${options.what ?? condition.toString()}`, { cause: lastError });
    }
    await pause(options.interval ?? 10);
  }
}

function isReached<T>(value: T): value is Exclude<T, false | null | undefined> {
  return value !== false && value !== null && value !== undefined;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
