import { existsSync } from "node:fs";
import { hasSealedValues } from "#db/accounts.ts";
import { readSetting, writeSetting } from "#db/administration.ts";
import type { Db } from "#db/client.ts";
import { createSecrets, loadSecretKey, type Secrets } from "#server/core/secrets.ts";
import { StartRefused } from "#server/core/start-refused.ts";

const RESTORE = "请从备份恢复与这份数据库同属一套的密钥文件（或用 SECRET_FILE 指明它在何处）后再启动。";

/**
 * The installation's secrets, by the key this database was written with; the first start makes one and notes its digest. Nothing is made
 * or written beside a database that holds what another key sealed. @throws StartRefused where the key is missing, damaged or another one
 */
export async function openSecrets(db: Db, file: string): Promise<Secrets> {
  const noted = await readSetting(db, "secrets.check");
  const isNeeded = noted !== undefined || (await hasSealedValues(db));
  if (isNeeded && !existsSync(file)) throw new StartRefused(`找不到密钥文件 ${file}，库中的手机号与两步验证都由它加密。${RESTORE}`);
  const secrets = readSecrets(file);
  const check = secrets.digest("check", "gongyan");
  if (noted === undefined) await writeSetting(db, "secrets.check", check);
  else if (noted !== check) throw new StartRefused(`密钥文件 ${file} 不是这份数据库的密钥。${RESTORE}`);
  return secrets;
}

function readSecrets(file: string): Secrets {
  const key = loadSecretKey(file);
  try {
    return createSecrets(key);
  } catch (error) {
    throw new StartRefused(`密钥文件 ${file} 已损坏。${RESTORE}`, { cause: error });
  }
}
