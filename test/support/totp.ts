import { decodeBase32IgnorePadding } from "@oslojs/encoding";
import { generateHOTP } from "@oslojs/otp";

/** The six digits an authenticator shows for a text key (as printed on the enrolment page, spaces allowed) at a moment, ms. */
export function totpCode(key: string, at: number = Date.now()): string {
  return generateHOTP(decodeBase32IgnorePadding(key.replaceAll(/\s/g, "").toUpperCase()), BigInt(Math.floor(at / 30_000)), 6);
}
