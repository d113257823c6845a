import type { App } from "./context.ts";

/**
 * Does what follows upon something that has happened already: a failure is reported, never thrown, lest somebody be told that it did not
 * happen and do it twice.
 */
export async function afterwards(app: App, follow: () => Promise<void>): Promise<void> {
  try {
    await follow();
  } catch (error) {
    app.report?.(error);
  }
}
