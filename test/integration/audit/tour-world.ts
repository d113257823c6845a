import type { Db } from "#db/client.ts";
import type { PersonId } from "#db/schema.ts";
import { createAccounts, type Accounts } from "#server/accounts/sign-in.ts";
import { parseConfig } from "#server/config.ts";
import type { Context } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { startProduct, type Product } from "#test/support/product.ts";

export const ADDRESS = "203.0.113.9";
export const FROM = { address: ADDRESS, userAgent: "tour" };

export interface Tour {
  readonly product: Product;
  readonly db: Db;
  readonly accounts: Accounts;
  /** A signed-in person's context; `cookie` where the session is there already. */
  as(login: string, cookie?: string): Promise<Context>;
  idOf(login: string): Promise<PersonId>;
  nobody(): Context;
}

export const TOUR_SETTINGS = { SESSIONS_PER_USER: "3", REQUEST_BURST: "10000" };

/** The demo province as a running product, and its people at hand. The caller stops it. */
export async function openTour(dataDir: string): Promise<Tour> {
  const product = await startProduct({ dataDir, env: TOUR_SETTINGS });
  const { app } = product;
  const accounts = createAccounts(app, parseConfig({}));
  const known = new Map<string, Context>();
  const sign = async (cookie: string): Promise<Context> => {
    const user = await accounts.sessions.resolve(cookie.split("=")[1] ?? "");
    if (user === null) throw new Error("no session");
    return createContext(app, user, "tour", ADDRESS);
  };
  return {
    product,
    db: app.db,
    accounts,
    async as(login, cookie) {
      if (cookie !== undefined) return sign(cookie);
      const ctx = known.get(login) ?? (await sign(await product.signIn(login)));
      known.set(login, ctx);
      return ctx;
    },
    idOf: async (login) => (await app.db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow()).id,
    nobody: () => createContext(app, null, "tour", ADDRESS),
  };
}
