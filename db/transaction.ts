import type { Db, Trx } from "./client.ts";

/** What a transaction needs of its caller; server/core/context.ts satisfies it. */
export interface Transactional<Event> {
  readonly db: Db | Trx;
  readonly publish: (event: Event) => void;
  readonly deliver: (events: readonly Event[]) => void;
}

/**
 * Runs `fn` in one transaction, joining an open one. Events published inside are delivered after the outermost commit, in order;
 * nothing is delivered when it rolls back. Inside, use only the db of the context given to `fn`.
 */
export async function inTransaction<Event, C extends Transactional<Event>, Result>(
  ctx: C & Transactional<Event>,
  fn: (ctx: Omit<C, "db"> & { readonly db: Trx }) => Promise<Result>,
): Promise<Result> {
  // isTransaction is how Kysely tells a Trx at run time; its types do not narrow on it.
  if (ctx.db.isTransaction) return fn({ ...ctx, db: ctx.db as Trx });
  const events: Event[] = [];
  const failures: unknown[] = [];
  const work = (db: Trx) => fn({ ...ctx, db, publish: (event: Event) => events.push(event) });
  const result = await ctx.db
    .transaction()
    .execute((db) =>
      work(db).catch((error: unknown) => {
        failures.push(error);
        throw error;
      }),
    )
    .catch((error: unknown) => {
      // On a full disk SQLite rolls back by itself; the rollback after it fails and would hide why.
      throw failures[0] ?? error;
    });
  ctx.deliver(events);
  return result;
}
