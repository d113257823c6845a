import type { DbOrTrx } from "./client.ts";
import type { Instant, PersonId } from "./schema.ts";

export interface StoredFactor {
  readonly secretSealed: string;
  readonly createdAt: Instant;
  readonly confirmedAt: Instant | null;
  readonly lastStep: number;
}

export async function findFactor(db: DbOrTrx, personId: PersonId): Promise<StoredFactor | undefined> {
  return db
    .selectFrom("second_factor")
    .select(["secret_sealed as secretSealed", "created_at as createdAt", "confirmed_at as confirmedAt", "last_step as lastStep"])
    .where("person_id", "=", personId)
    .executeTakeFirst();
}

/** A new secret that no code has confirmed yet takes the place of any earlier one. */
export async function saveNewFactor(db: DbOrTrx, personId: PersonId, secretSealed: string, now: Instant): Promise<void> {
  const row = { secret_sealed: secretSealed, created_at: now, confirmed_at: null, last_step: 0 };
  await db
    .insertInto("second_factor")
    .values({ person_id: personId, ...row })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(row))
    .execute();
}

export async function confirmFactor(db: DbOrTrx, personId: PersonId, now: Instant): Promise<void> {
  await db.updateTable("second_factor").set({ confirmed_at: now }).where("person_id", "=", personId).execute();
}

/** Moves the accepted step forward; false where this step or a later one was accepted before: a code works once. */
export async function takeFactorStep(db: DbOrTrx, personId: PersonId, step: number): Promise<boolean> {
  const result = await db
    .updateTable("second_factor")
    .set({ last_step: step })
    .where("person_id", "=", personId)
    .where("last_step", "<", step)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Takes the factor and its recovery codes away; true where there was a factor. */
export async function deleteFactor(db: DbOrTrx, personId: PersonId): Promise<boolean> {
  await db.deleteFrom("recovery_code").where("person_id", "=", personId).execute();
  const result = await db.deleteFrom("second_factor").where("person_id", "=", personId).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Takes away a secret that was shown and that no code has confirmed. */
export async function deleteOpenFactor(db: DbOrTrx, personId: PersonId): Promise<void> {
  await db.deleteFrom("second_factor").where("person_id", "=", personId).where("confirmed_at", "is", null).execute();
}

/** Replaces all recovery codes, used ones included. */
export async function replaceRecoveryCodes(db: DbOrTrx, personId: PersonId, hashes: readonly string[]): Promise<void> {
  await db.deleteFrom("recovery_code").where("person_id", "=", personId).execute();
  await db
    .insertInto("recovery_code")
    .values(hashes.map((code_hash) => ({ person_id: personId, code_hash, used_at: null })))
    .execute();
}

/** True once for each code. */
export async function spendRecoveryCode(db: DbOrTrx, personId: PersonId, hash: string, now: Instant): Promise<boolean> {
  const result = await db
    .updateTable("recovery_code")
    .set({ used_at: now })
    .where("person_id", "=", personId)
    .where("code_hash", "=", hash)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function countRecoveryCodes(db: DbOrTrx, personId: PersonId): Promise<number> {
  const row = await db
    .selectFrom("recovery_code")
    .select((eb) => eb.fn.countAll<number>().as("left"))
    .where("person_id", "=", personId)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return row?.left ?? 0;
}
