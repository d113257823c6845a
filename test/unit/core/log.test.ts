import { expect, test } from "vitest";
import { createLog } from "#server/core/log.ts";

function record(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  write(createLog("info", { write: (line) => void lines.push(line) }));
  return lines;
}

test("G17: credentials and personal data never reach the log, at top level or one below", () => {
  const canary = "canary-7f3a";
  const lines = record((log) => {
    log.info({ password: canary, token: canary, cookie: canary, login: canary, address: canary }, "event");
    log.info({ input: { password: canary, login: canary }, user: { displayName: canary } }, "event");
  });
  expect(lines).toHaveLength(2);
  expect(lines.join("")).not.toContain(canary);
});

test("G17: a value with line breaks stays one line", () => {
  const lines = record((log) => log.info({ path: '/x\n{"level":"fatal"}\r\n' }, "a\nb"));
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd().split("\n")).toHaveLength(1);
});
