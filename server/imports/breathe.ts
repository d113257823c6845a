/** Lets everybody else's work run before the next piece of a long one. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
