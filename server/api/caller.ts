import type { Request } from "express";
import { recordAuditAlone } from "#server/audit/record.ts";
import type { Accounts } from "#server/accounts/sign-in.ts";
import { addressPrefix } from "#server/core/addresses.ts";
import { createBudget } from "#server/core/budget.ts";
import type { App, Context, TokenUser } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { DomainError } from "#server/core/errors.ts";
import { requestInfo } from "#server/http/request-info.ts";
import { contextOf } from "#server/http/user.ts";
import type { Operation } from "./operation.ts";

export type ResolveToken = (token: string, address: string) => Promise<TokenUser | null>;

export interface CallerDeps {
  readonly app: App;
  readonly accounts: Accounts;
  readonly secure: boolean;
  /** The person behind a personal access token, or null. Absent: tokens are refused. */
  readonly resolveToken?: ResolveToken;
}

/** Wrong tokens of one address prefix that are looked up and written down; guessing goes on unheard. */
const WRONG_TOKENS = { perMinute: 10, burst: 30 };

/** Who calls the API: a session by its cookie, or a script by its token. With a token no cookie counts and no session is touched. */
export function createCallers({ app, accounts, secure, resolveToken }: CallerDeps) {
  const wrong = createBudget(WRONG_TOKENS, app.clock);

  async function refuse(ctx: Context, operation: Operation, error: DomainError, actor?: TokenUser): Promise<never> {
    const { method, path } = operation;
    await recordAuditAlone(ctx, {
      type: "token.refused",
      outcome: "failure",
      object: { kind: "operation", id: `${method} ${path}` },
      detail: { code: error.code, ...(actor === undefined ? {} : { tokenId: actor.tokenId }) },
      ...(actor === undefined ? {} : { actor: { id: actor.personId, name: actor.displayName } }),
    });
    throw error;
  }

  return async (req: Request, operation: Operation): Promise<Context> => {
    const { authorization } = req.headers;
    if (authorization === undefined) return contextOf(app, accounts, req, secure);
    const { id, address } = requestInfo(req);
    const nobody = createContext(app, null, id, address);
    const token = /^Bearer ([\w.~+/-]{1,200}=*)$/i.exec(authorization)?.[1];
    if (token === undefined) throw new DomainError("unauthenticated", { message: "Authorization 头须为 Bearer 加访问令牌。" });
    const user = (await resolveToken?.(token, address)) ?? null;
    if (user === null) {
      wrong.spend(addressPrefix(address));
      return refuse(nobody, operation, new DomainError("unauthenticated", { message: "访问令牌无效、已过期或已撤销。" }));
    }
    if (!allows(user.scopes, operation.scope)) {
      wrong.spend(addressPrefix(address));
      return refuse(nobody, operation, new DomainError("forbidden", { message: "这个访问令牌没有此项操作的范围。" }), user);
    }
    return createContext(app, user, id, address);
  };
}

/** Whoever may write through a token may read through it; an operation without a scope is for people at a browser only. */
function allows(scopes: readonly string[], needed: Operation["scope"]): boolean {
  if (needed === null) return false;
  return scopes.includes(needed) || (needed === "read" && scopes.includes("write"));
}
