import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "#server/config.ts";

const PASSWORD_FILE = "demo-password.txt";

/** Keeps a generated password where only the operator's account reads it: the database holds nothing but hashes. */
export function keepDemoPassword(dataDir: string, password: string): void {
  writeFileSync(join(dataDir, PASSWORD_FILE), `${password}\n`, { mode: 0o600 });
}

/** Lines the operator reads once the server listens. `password` is the one made at this very start. */
export function greet(config: Config, origin: string, personas: readonly string[], password: string | null): string[] {
  const lines = [`共研已启动：${origin}`];
  if (!config.demo || personas.length === 0) return lines;
  const file = join(config.dataDir, PASSWORD_FILE);
  lines.push(`演示登录名：${personas.join("、")}`);
  if (password !== null) lines.push(`共同密码：${password}（本次生成，保存在 ${file}）`);
  else if (existsSync(file)) lines.push(`共同密码见 ${file}`);
  else lines.push("共同密码：首次启动时 DEMO_PASSWORD 的值");
  return lines;
}
