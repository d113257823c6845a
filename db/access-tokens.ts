import type { Insertable } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { AccessTokenId, AccessTokenTable, Duty } from "./schema-access.ts";
import type { Instant, PersonId } from "./schema.ts";

export interface TokenFacts {
  readonly tokenId: AccessTokenId;
  readonly scopes: string;
  readonly lastUsedAt: Instant | null;
  readonly personId: PersonId;
  readonly login: string;
  readonly displayName: string;
  readonly mark: string;
  readonly duty: Duty | null;
}

/** The token with its person, where both are good now: neither revoked nor expired, the person active. */
export async function findValidToken(db: DbOrTrx, hash: string, now: Instant): Promise<TokenFacts | undefined> {
  return db
    .selectFrom("access_token as t")
    .innerJoin("person as p", "p.id", "t.person_id")
    .leftJoin("operator_duty as d", (join) => join.onRef("d.person_id", "=", "p.id").on("d.ended_at", "is", null))
    .select(["t.id as tokenId", "t.scopes as scopes", "t.last_used_at as lastUsedAt", "d.duty as duty"])
    .select(["p.id as personId", "p.login as login", "p.display_name as displayName", "p.mark as mark"])
    .where("t.token_hash", "=", hash)
    .where("t.revoked_at", "is", null)
    .where("t.expires_at", ">", now)
    .where("p.status", "=", "active")
    .where("p.left_at", "is", null)
    .executeTakeFirst();
}

export async function insertToken(db: DbOrTrx, row: Insertable<AccessTokenTable>): Promise<void> {
  await db.insertInto("access_token").values(row).execute();
}

/** Notes a use, unless one was noted after `before`. */
export async function noteTokenUse(db: DbOrTrx, id: AccessTokenId, at: Instant, address: string, before: Instant): Promise<void> {
  await db
    .updateTable("access_token")
    .set({ last_used_at: at, last_used_address: address })
    .where("id", "=", id)
    .where((eb) => eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<=", before)]))
    .execute();
}

export async function countValidTokens(db: DbOrTrx, personId: PersonId, now: Instant): Promise<number> {
  const row = await db
    .selectFrom("access_token")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("person_id", "=", personId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The person's tokens, valid ones first, then the newest; those that ended before `endedAfter` are left out. */
export async function listTokens(db: DbOrTrx, personId: PersonId, endedAfter: Instant) {
  return db
    .selectFrom("access_token")
    .select(["id", "name", "hint", "scopes", "created_at as createdAt", "expires_at as expiresAt"])
    .select(["last_used_at as lastUsedAt", "last_used_address as lastUsedAddress", "revoked_at as revokedAt"])
    .where("person_id", "=", personId)
    .where("expires_at", ">", endedAfter)
    .where((eb) => eb.or([eb("revoked_at", "is", null), eb("revoked_at", ">", endedAfter)]))
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
}

/** Revokes every valid token of the person; which they were. */
export async function revokeTokensOf(db: DbOrTrx, personId: PersonId, at: Instant): Promise<{ id: AccessTokenId; name: string }[]> {
  return db
    .updateTable("access_token")
    .set({ revoked_at: at })
    .where("person_id", "=", personId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", at)
    .returning(["id", "name"])
    .execute();
}

/** The name of the person's own valid token that is now revoked, or undefined where there was none. */
export async function revokeToken(db: DbOrTrx, personId: PersonId, id: AccessTokenId, at: Instant): Promise<string | undefined> {
  const row = await db
    .updateTable("access_token")
    .set({ revoked_at: at })
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .where("revoked_at", "is", null)
    .returning("name")
    .executeTakeFirst();
  return row?.name;
}
