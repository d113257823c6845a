import { accounts } from "./zh/accounts.ts";
import { common } from "./zh/common.ts";
import { directory } from "./zh/directory.ts";
import { errors } from "./zh/errors.ts";
import { plans } from "./zh/plans.ts";
import { shell } from "./zh/shell.ts";
import { terms } from "./zh/terms.ts";
import { workspaces } from "./zh/workspaces.ts";

export const zh = { accounts, common, directory, errors, plans, shell, terms, workspaces };
