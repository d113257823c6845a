/** Time-based one-time passwords (RFC 6238: SHA-1, 30 s, 6 digits) and recovery codes. */
import { randomBytes } from "node:crypto";
import { decodeBase32IgnorePadding, encodeBase32NoPadding } from "@oslojs/encoding";
import { createTOTPKeyURI, verifyHOTP } from "@oslojs/otp";
import {
  confirmFactor,
  findFactor,
  replaceRecoveryCodes,
  saveNewFactor,
  takeFactorStep,
  spendRecoveryCode,
  type StoredFactor,
} from "#db/account-factors.ts";
import type { PersonId } from "#db/schema.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { secretsOf } from "./account-rules.ts";
import { bareOneTime, digestOneTime, newRecoveryCode } from "./one-time.ts";

const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** RFC 4226 recommends 160 bits. */
const KEY_BYTES = 20;
/** Steps before and after now that are accepted: clocks of phones differ. */
const GRACE = 1;
const RECOVERY_CODES = 10;
/** Ms within which a secret that is not confirmed is shown again instead of a new one. */
const OPEN_FOR = 10 * 60_000;
const PURPOSE = "secondFactor";
const ISSUER = "共研 Gongyan";

export interface Enrolment {
  /** Base32 in groups of four, for typing. */
  readonly key: string;
  /** otpauth address, for the picture. */
  readonly uri: string;
}

/** The person's secret that no code has confirmed yet, made where there is none; null where a factor is confirmed. */
export async function openEnrolment(ctx: TrxContext, personId: PersonId, login: string): Promise<Enrolment | null> {
  const stored = await findFactor(ctx.db, personId);
  if (stored && stored.confirmedAt !== null) return null;
  const open = openSecret(ctx, stored);
  if (open !== null) return describe(open, login);
  const key = encodeBase32NoPadding(randomBytes(KEY_BYTES));
  await saveNewFactor(ctx.db, personId, secretsOf(ctx).seal(PURPOSE, key), ctx.clock.now());
  return describe(key, login);
}

/** The secret somebody is setting up right now, or null. */
export async function findOpenEnrolment(ctx: Context, personId: PersonId, login: string): Promise<Enrolment | null> {
  const key = openSecret(ctx, await findFactor(ctx.db, personId));
  return key === null ? null : describe(key, login);
}

/** One that was shown and left lying is not shown again. */
function openSecret(ctx: Pick<Context, "secrets" | "clock">, stored: StoredFactor | undefined): string | null {
  if (!stored || stored.confirmedAt !== null || stored.createdAt + OPEN_FOR <= ctx.clock.now()) return null;
  return secretsOf(ctx).open(PURPOSE, stored.secretSealed);
}

function describe(key: string, login: string): Enrolment {
  return {
    key: key.replaceAll(/.{4}(?=.)/g, "$& "),
    uri: createTOTPKeyURI(ISSUER, login, decodeBase32IgnorePadding(key), PERIOD_SECONDS, DIGITS),
  };
}

/** True where the first code is right: the factor counts from now on. */
export async function confirmEnrolmentCode(ctx: TrxContext, personId: PersonId, code: string): Promise<boolean> {
  const stored = await findFactor(ctx.db, personId);
  if (!stored || stored.confirmedAt !== null || !(await takeCode(ctx, personId, stored, code))) return false;
  await confirmFactor(ctx.db, personId, ctx.clock.now());
  return true;
}

/** Which kind of code was right, each once for ever; null for a wrong or used one. */
export async function takeFactorCode(ctx: TrxContext, personId: PersonId, code: string): Promise<"totp" | "recovery" | null> {
  const stored = await findFactor(ctx.db, personId);
  if (!stored || stored.confirmedAt === null) return null;
  if (await takeCode(ctx, personId, stored, code)) return "totp";
  const hash = recoveryHash(ctx, personId, code);
  return (await spendRecoveryCode(ctx.db, personId, hash, ctx.clock.now())) ? "recovery" : null;
}

/** Ten new recovery codes, to be shown once; earlier ones are worth nothing. */
export async function renewRecoveryCodes(ctx: TrxContext, personId: PersonId): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await replaceRecoveryCodes(
    ctx.db,
    personId,
    codes.map((code) => recoveryHash(ctx, personId, code)),
  );
  return codes;
}

async function takeCode(ctx: TrxContext, personId: PersonId, { secretSealed }: StoredFactor, typed: string): Promise<boolean> {
  const code = typed.normalize("NFKC").replaceAll(/\s/g, "");
  const key = decodeBase32IgnorePadding(secretsOf(ctx).open(PURPOSE, secretSealed));
  const now = Math.floor(ctx.clock.now() / (PERIOD_SECONDS * 1000));
  const steps = Array.from({ length: 2 * GRACE + 1 }, (_, i) => now - GRACE + i);
  const step = steps.find((one) => verifyHOTP(key, BigInt(one), DIGITS, code));
  return step !== undefined && takeFactorStep(ctx.db, personId, step);
}

/** The person is bound in: equal codes of two people have different digests. */
function recoveryHash(ctx: TrxContext, personId: PersonId, code: string): string {
  return digestOneTime(secretsOf(ctx), "recoveryCode", `${bareOneTime(code)}${personId}`);
}
