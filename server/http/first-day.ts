import { renewSetupCode } from "#server/administration/setup.ts";
import type { Config } from "#server/config.ts";
import type { App } from "#server/core/context.ts";

/** With DEMO=0 and nobody registered: a new code for the first account, and the line that shows it once. Call before listening. */
export async function prepareFirstDay(config: Pick<Config, "demo">, app: App): Promise<(origin: string) => string[]> {
  const code = config.demo ? null : await renewSetupCode(app);
  return (origin) => (code === null ? [] : [`首次设置：打开 ${origin}/setup ，填写一次性设置码 ${code}（用后或下次启动即失效）`]);
}
