import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeBase32LowerCaseNoPadding } from "@oslojs/encoding";
import { hasPeople } from "#db/demo/insert.ts";
import { listDemoPersonas } from "#db/demo/personas.ts";
import { hashPassword } from "#server/accounts/passwords.ts";
import type { Config } from "#server/config.ts";
import type { App } from "#server/core/context.ts";
import { loadDemo } from "#server/demo/load.ts";
import type { TextPort } from "#server/plans/text-port.ts";

const PASSWORD_FILE = "demo-password.txt";

/**
 * In demo mode loads the province into an empty installation and resolves to the lines that tell the operator how to sign in.
 * A password that had to be made stays in a file only the operator's account reads: the database holds nothing but hashes.
 */
export async function prepareDemo(config: Config, app: App, texts: TextPort): Promise<string[]> {
  if (!config.demo) return [];
  const file = join(config.dataDir, PASSWORD_FILE);
  let loaded = false;
  if (!(await hasPeople(app.db))) {
    // Written before it is used: a start that is interrupted here goes on with the same password.
    const password = config.demoPassword ?? keepPassword(file);
    const { db, ids, clock } = app;
    loaded = await loadDemo({ db, texts, ids, clock, hashPassword }, password);
  }
  const personas = await listDemoPersonas(app.db, app.clock.now());
  if (personas.length === 0) return [];
  const codes = personas.map(({ login }) => login).filter((login) => !/\d$/.test(login));
  return [`演示登录名：${codes.join("、")}（另有 ${personas.length - codes.length} 人，见登录页）`, passwordLine(config, file, loaded)];
}

function passwordLine(config: Config, file: string, loaded: boolean): string {
  if (!existsSync(file)) return "共同密码：首次启动时 DEMO_PASSWORD 的值";
  const kept = loaded && config.demoPassword === null;
  return kept ? `共同密码：${readPassword(file)}（首次启动生成，保存在 ${file}）` : `共同密码见 ${file}`;
}

function keepPassword(file: string): string {
  if (existsSync(file)) return readPassword(file);
  const made = encodeBase32LowerCaseNoPadding(randomBytes(10)).replaceAll(/.{4}(?=.)/g, "$&-");
  writeFileSync(file, `${made}\n`, { mode: 0o600, flush: true });
  return made;
}

function readPassword(file: string): string {
  return readFileSync(file, "utf8").trim();
}
