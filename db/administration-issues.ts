import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Instant, PersonId } from "./schema.ts";

export interface PasswordIssue {
  readonly issuerId: PersonId;
  readonly issuer: string;
  readonly at: Instant;
  /** Of an account that was there; else the one-time password it was made with. */
  readonly reset: boolean;
}

/**
 * Who, by the log, last gave an account a password that its owner did not choose, up to a moment. Undefined where nobody did in the time
 * the log is kept.
 */
export async function findPasswordIssue(db: DbOrTrx, personId: PersonId, until: Instant): Promise<PasswordIssue | undefined> {
  const row = await db
    .selectFrom("audit")
    .select(["actor_id as issuerId", "actor_name as issuer", "at", "type"])
    .where("object_id", "=", personId)
    .where("object_kind", "=", "person")
    .where("outcome", "=", "success")
    .where("at", "<=", until)
    .where((eb) =>
      eb.or([
        eb("type", "=", "password.reset"),
        eb.and([eb("type", "=", "account.created"), eb(sql`json_extract(detail, '$.initial')`, "=", 1)]),
      ]),
    )
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && row.issuerId !== null
    ? { issuerId: row.issuerId, issuer: row.issuer, at: row.at, reset: row.type === "password.reset" }
    : undefined;
}
