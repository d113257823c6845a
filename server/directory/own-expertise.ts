import * as experts from "#db/experts.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { ownExpertiseInput, type OwnExpertiseInput } from "./input.ts";

/**
 * What experts change of their own entry: whether they take requests, what they are good at, whom they want to be kept from. The session's
 * own person only. @throws DomainError unauthenticated | notFound (no expert) | invalid
 */
export async function saveOwnExpertise(ctx: Context, expertise: OwnExpertiseInput): Promise<void> {
  if (ctx.user?.via !== "session") throw new DomainError("unauthenticated");
  const { personId } = ctx.user;
  const given = parseInput(ownExpertiseInput, expertise);
  await inTransaction(ctx, async (trx) => {
    const row = await experts.findExpert(trx.db, personId);
    if (!row) throw new DomainError("notFound", { message: "您不在专家库里。" });
    const avoid = await experts.listUnitNames(trx.db, given.avoid);
    await experts.upsertExpert(trx.db, {
      person_id: personId,
      subjects: row.subjects,
      stages: row.stages,
      regions: row.regions,
      avoid: JSON.stringify(avoid.map((one) => one.id)),
      specialty: given.specialty,
      accepting: given.accepting ? 1 : 0,
      updated_at: trx.clock.now(),
    });
    const detail = { own: true, avoid: avoid.length, accepting: given.accepting };
    await recordAudit(trx, { type: "expert.changed", object: { kind: "person", id: personId }, detail });
  });
}
