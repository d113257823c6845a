import { accounts } from "./en/accounts.ts";
import { common } from "./en/common.ts";
import { directory } from "./en/directory.ts";
import { errors } from "./en/errors.ts";
import { plans } from "./en/plans.ts";
import { shell } from "./en/shell.ts";
import { terms } from "./en/terms.ts";
import { workspaces } from "./en/workspaces.ts";

export const en = { accounts, common, directory, errors, plans, shell, terms, workspaces };
