import { format } from "node:util";

/**
 * One line for the person at the terminal. On stderr, so that stdout stays the output of the command itself.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(format("共研  %s\n", text));
}

/** A failure that the person can understand and mend: its message is all that is printed. */
export class Stop extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
