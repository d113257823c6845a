import { afterEach, beforeEach } from "vitest";
import { collectUnexpected, startWatchingConsole } from "./console.ts";

startWatchingConsole();

beforeEach(() => {
  collectUnexpected();
});

afterEach(() => {
  const unexpected = collectUnexpected();
  if (unexpected.length > 0) {
    throw new Error(`unexpected console output; fix the cause or declare it with expectConsole():\n${unexpected.join("\n")}`);
  }
});
