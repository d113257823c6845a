import { hash, verify } from "@node-rs/argon2";
import { DomainError } from "#server/core/errors.ts";

/** argon2id, the library's default algorithm; OWASP's first choice: 19 MiB, two passes, one lane (about 30 ms on one core). */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
/** Hash of nothing anybody can type, made once: an unknown login costs the same time as a known one. */
let decoy: Promise<string> | undefined;

/** PHC string. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), ARGON2ID);
}

/** Checks passwords with a bounded queue: a spray waits or is refused instead of filling memory. */
export interface PasswordChecker {
  /** False where there is no hash, after the time a real check takes. @throws DomainError tooManyRequests when the queue is full */
  check(storedHash: string | null, password: string): Promise<boolean>;
}

export function createPasswordChecker(maxWaiting: number): PasswordChecker {
  let waiting = 0;
  return {
    async check(storedHash, password) {
      if (waiting >= maxWaiting) throw new DomainError("tooManyRequests", { retryAfter: 2 });
      waiting += 1;
      try {
        decoy ??= hashPassword("\u0000decoy\u0000");
        const matches = await verify(storedHash ?? (await decoy), password.normalize("NFKC"));
        return matches && storedHash !== null;
      } finally {
        waiting -= 1;
      }
    },
  };
}
