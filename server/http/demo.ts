import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeBase32LowerCaseNoPadding } from "@oslojs/encoding";
import { countActiveDemoPeople, hasPeople } from "#db/demo/insert.ts";
import { listDemoPersonas } from "#db/demo/personas.ts";
import { hashPassword } from "#server/accounts/passwords.ts";
import type { Config } from "#server/config.ts";
import type { App } from "#server/core/context.ts";
import { StartRefused } from "#server/core/start-refused.ts";
import { loadDemo } from "#server/demo/load.ts";
import type { TextPort } from "#server/plans/text-port.ts";

const PASSWORD_FILE = "demo-password.txt";

/**
 * Outside demo mode accounts of the demo, operators among them, under one known password and without a second factor, would stay open.
 * @throws StartRefused
 */
export async function refuseOpenDemo(config: Pick<Config, "demo" | "dataDir">, app: App): Promise<void> {
  const open = config.demo ? 0 : await countActiveDemoPeople(app.db);
  if (open === 0) return;
  throw new StartRefused(
    `数据目录 ${config.dataDir} 里有 ${open} 个可登录的演示账号（共用一个密码），不能以 DEMO=0 启动。` +
      "正式使用请另设一个空的 DATA_DIR；要沿用这份数据，请先以 DEMO=1 启动，为三项运行职责各任命正式人员，停用全部演示账号。",
  );
}

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
