import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseConfig } from "#server/config.ts";
import { start } from "#server/http/start.ts";
import { startProduct } from "#test/support/product.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";
import { sendRaw } from "./raw.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

interface Process {
  readonly child: ChildProcess;
  output(): string;
  readonly exited: Promise<{ code: number | null }>;
}

function runMain(env: Record<string, string>): Process {
  const child = spawn(process.execPath, ["server/main.ts"], {
    cwd: ROOT,
    env: { ...process.env, DEMO: "0", HOST: "127.0.0.1", PORT: "0", ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  const collect = (chunk: Buffer) => void (text += chunk.toString("utf8"));
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return {
    child,
    output: () => text,
    // What it said last may come after its end.
    exited: once(child, "close").then(([code]: unknown[]) => ({ code: typeof code === "number" ? code : null })),
  };
}

const listening = (running: Process) =>
  waitFor(() => /http:\/\/localhost:(\d+)/.exec(running.output())?.[1], { what: "the listening line" });

describe("H1: a start that cannot be", () => {
  test("says in one line which setting is wrong and exits with 1", async () => {
    const running = runMain({ DATA_DIR: tempDirectory(), SESSION_IDLE_MINUTES: "half" });
    expect(await running.exited).toEqual({ code: 1 });
    expect(running.output().trim()).toBe("配置有误：SESSION_IDLE_MINUTES 应为 1 到 1440 的整数");
  });

  test("on a data directory in use says so and leaves the other server alone", async () => {
    const dataDir = tempDirectory();
    await using product = await startProduct({ env: { DEMO: "0" }, dataDir });
    const running = runMain({ DATA_DIR: dataDir });
    expect(await running.exited).toEqual({ code: 1 });
    expect(running.output().trim().split("\n")).toEqual([expect.stringContaining("正由另一个共研进程使用")]);
    expect((await product.fetch("/healthz")).status).toBe(200);
  });

  test("on a taken port says so", async () => {
    await using product = await startProduct({ env: { DEMO: "0" } });
    const running = runMain({ DATA_DIR: tempDirectory(), PORT: String(product.port) });
    expect(await running.exited).toEqual({ code: 1 });
    expect(running.output()).toContain("端口已被占用");
  });

  test("closes what it had opened: the same directory can be used at once", async () => {
    const dataDir = tempDirectory();
    await using product = await startProduct({ env: { DEMO: "0" } });
    const env = { DATA_DIR: dataDir, HOST: "127.0.0.1", DEMO: "0", LOG_LEVEL: "silent" };
    await expect(start(parseConfig({ ...env, PORT: String(product.port) }))).rejects.toThrow(/EADDRINUSE/);
    const second = await start(parseConfig({ ...env, PORT: "0" }));
    await second.stop();
    expect(second.port).toBeGreaterThan(0);
  });

  test("with DEMO=0 over the demo province refuses while one of its accounts can sign in", async () => {
    const dataDir = tempDirectory();
    const demo = await startProduct({ dataDir });
    await demo.stop();
    const running = runMain({ DATA_DIR: dataDir });
    expect(await running.exited).toEqual({ code: 1 });
    expect(running.output()).toContain("个可登录的演示账号");
    const again = await startProduct({ dataDir });
    await again.app.db
      .updateTable("person")
      .set({ status: "disabled", disabled_reason: "administrator" })
      .where("is_demo", "=", 1)
      .execute();
    await again.stop();
    await using closed = await startProduct({ env: { DEMO: "0" }, dataDir });
    expect((await closed.fetch("/readyz")).status).toBe(200);
  });

  test("without its key, or with another one, refuses and makes none", async () => {
    const dataDir = tempDirectory();
    const file = join(dataDir, "secret.key");
    const first = await startProduct({ env: { DEMO: "0" }, dataDir });
    await first.stop();
    const key = readFileSync(file);
    const attempt = async () => {
      const running = runMain({ DATA_DIR: dataDir });
      expect(await running.exited).toEqual({ code: 1 });
      return running.output();
    };
    rmSync(file);
    expect(await attempt()).toContain("找不到密钥文件");
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, `${Buffer.alloc(32, 7).toString("base64")}\n`);
    expect(await attempt()).toContain("不是这份数据库的密钥");
    writeFileSync(file, "cut");
    expect(await attempt()).toContain("已损坏");
    writeFileSync(file, key);
    await using again = await startProduct({ env: { DEMO: "0" }, dataDir });
    expect((await again.fetch("/readyz")).status).toBe(200);
  });

  test("on a damaged database refuses", async () => {
    const dataDir = tempDirectory();
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, "app.sqlite"), "this is not a database, by far not, not even nearly");
    const running = runMain({ DATA_DIR: dataDir });
    expect(await running.exited).toEqual({ code: 1 });
    expect(running.output()).toContain("无法启动");
  });
});

describe("H3: a stop", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "by %s exits with 0 within the deadline, with a request and idle connections open",
    async (signal) => {
      const running = runMain({ DATA_DIR: tempDirectory() });
      const port = Number(await listening(running));
      await sendRaw({ port, path: "/healthz", headers: { host: `127.0.0.1:${port}` } });
      const began = performance.now();
      running.child.kill(signal);
      expect(await running.exited).toEqual({ code: 0 });
      expect(performance.now() - began).toBeLessThan(SAFETY_LIMIT);
    },
  );
});

describe("H2: health", () => {
  test("tells live, ready and the figures", async () => {
    await using product = await startProduct({ env: { DEMO: "0" } });
    expect(await (await product.fetch("/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await product.fetch("/readyz")).json()).toEqual({ ready: true, reasons: [] });
    const metrics = await (await product.fetch("/metrics")).text();
    expect(metrics).toMatch(/gongyan_http_request_seconds_count/);
    expect(metrics).toMatch(/gongyan_collab_storage_available 1/);
    expect(metrics).toMatch(/nodejs_eventloop_lag_seconds/);
  });

  test("is not ready once the database is gone, and stays live", async () => {
    const product = await startProduct({ env: { DEMO: "0" } });
    await product.app.db.destroy();
    const answer = await product.fetch("/readyz");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, reasons: ["database"] });
    expect((await product.fetch("/healthz")).status).toBe(200);
    await product.stop();
  });

  test("M15: metrics are for this machine and those listed, also where a gateway on this machine forwards somebody else's request", async () => {
    await using product = await startProduct({ env: { DEMO: "0", METRICS_FROM: "10.20.0.0/16" } });
    const host = `127.0.0.1:${product.port}`;
    const ask = async (headers: Record<string, string>) =>
      (await sendRaw({ port: product.port, path: "/metrics", headers: { host, ...headers } })).status;
    expect(await ask({})).toBe(200);
    expect(await ask({ "x-forwarded-for": "10.20.1.1" })).toBe(200);
    for (const forwarded of ["203.0.113.9", "127.0.0.1, 203.0.113.9", "203.0.113.9, 10.20.1.1", "unknown"]) {
      expect(`${forwarded} ${await ask({ "x-forwarded-for": forwarded })}`).toBe(`${forwarded} 404`);
    }
    expect(await ask({ "x-real-ip": "203.0.113.9" })).toBe(404);
  });
});
