import type { App } from "#server/core/context.ts";
import type { Secrets } from "#server/core/secrets.ts";

/** Rules of passwords and of account life, from the configuration. Durations in ms; 0: no limit. */
export interface AccountRules {
  readonly passwordLength: number;
  readonly passwordMaxAge: number;
  readonly initialPasswordLife: number;
  readonly unusedAfter: number;
  readonly tokenMaxLife: number;
  /** In demo mode demo people need no second factor. */
  readonly demo: boolean;
}

const DAY = 24 * 3600_000;
const DEFAULTS: AccountRules = {
  passwordLength: 10,
  passwordMaxAge: 0,
  initialPasswordLife: 14 * DAY,
  unusedAfter: 90 * DAY,
  tokenMaxLife: 365 * DAY,
  demo: false,
};

export function rulesOf(app: Pick<App, "accountRules">): AccountRules {
  return app.accountRules ?? DEFAULTS;
}

/** @throws where the process was put together without its key: a mistake, never a state to go on in */
export function secretsOf(app: Pick<App, "secrets">): Secrets {
  if (!app.secrets) throw new Error("accounts need the installation's key");
  return app.secrets;
}
