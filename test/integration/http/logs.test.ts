import { Writable } from "node:stream";
import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { newAccessToken } from "#server/accounts/token-text.ts";
import { parseConfig } from "#server/config.ts";
import { createLog } from "#server/core/log.ts";
import { start } from "#server/http/start.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { DEMO_PASSWORD, visit } from "#test/support/visitor.ts";

const WRONG = "canary-wrong-password";
/** Digits alone, as a number is written. */
const PHONE = ["138", "0000", "4321"].join("");
const TYPED = "canary-typed-text";

test("G17: the most talkative log holds no password, code, token, cookie, phone number or typed text, and no line can be forged", async () => {
  let text = "";
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString("utf8");
      done();
    },
  });
  const env = { PORT: "0", HOST: "127.0.0.1", DATA_DIR: tempDirectory(), DEMO: "1", DEMO_PASSWORD, LOG_LEVEL: "trace" };
  const running = await start(parseConfig(env), { log: createLog("trace", sink) });
  const visitor = visit(`http://127.0.0.1:${running.port}`);
  const post = (path: string, fields: Record<string, string>, cookie = "") =>
    visitor.fetch(path, { method: "POST", cookie, body: new URLSearchParams(fields) });
  try {
    const cookie = await visitor.signIn("regionOfficer");
    await expect(visitor.signIn("regionOfficer", WRONG)).rejects.toThrow("401");
    await post("/sign-in", { login: `admin\nforged line ${TYPED}`, password: WRONG });
    await post("/sign-in", { login: PHONE, password: WRONG });
    await post("/account", { intent: "phone", phone: PHONE, current: WRONG }, cookie);
    await post("/account/security", { intent: "password", current: WRONG, password: WRONG, repeat: WRONG }, cookie);
    await post("/setup", { code: `${TYPED}-code`, login: "x", password: WRONG });
    await post("/join/NOSUCHCODE", { code: `${TYPED}-code`, password: WRONG });
    await post(`/JOIN/${TYPED}-code/further`, {});
    const { token } = newAccessToken();
    await visitor.fetch("/api/v1/me", { headers: { authorization: `Bearer ${token}` } });
    await visitor.fetch(`/search?q=${TYPED}`, { cookie });
    await visitor.fetch(`/workspaces/%0aforged?x=${TYPED}`, { cookie });
    await visitor.fetch("/api/v1/sessions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"login": "${TYPED}", "password": `,
    });
    const socket = io(`http://127.0.0.1:${running.port}`, {
      extraHeaders: { cookie: "gongyan_session=canary", origin: visitorOrigin(running.port) },
      reconnection: false,
    });
    await new Promise((resolve) => socket.once("connect_error", resolve));
    socket.close();
    const secrets = [DEMO_PASSWORD, WRONG, PHONE, TYPED, token, token.slice(4, 30), cookie.split("=")[1] ?? cookie];
    const lines = text.trim().split("\n");
    expect(lines.length).toBeGreaterThan(10);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    // Every line is one object: a line break that somebody sent made none of its own.
    expect(lines.filter((line) => !isObject(line))).toEqual([]);
  } finally {
    await running.stop();
  }
});

function visitorOrigin(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function isObject(line: string): boolean {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null;
  } catch {
    return false;
  }
}
