/** One-time passwords and codes made by the server: enough random bits that a keyed digest protects them (decision 0011). */
import { randomBytes } from "node:crypto";
import { encodeBase32LowerCaseNoPadding } from "@oslojs/encoding";
import type { Secrets } from "#server/core/secrets.ts";

/** 80 random bits as 16 characters of base32, in groups of four. */
export function newOneTimePassword(): string {
  return encodeBase32LowerCaseNoPadding(randomBytes(10)).replaceAll(/.{4}(?=.)/g, "$&-");
}

/** 50 random bits as ten characters in two groups: a way in without the second factor's device. */
export function newRecoveryCode(): string {
  return encodeBase32LowerCaseNoPadding(randomBytes(7)).slice(0, 10).replace(/^.{5}/, "$&-");
}

/** What is compared: whatever case, width and separators it was typed with. Base32 has no 0 and no 1: they are an o and an l misread. */
export function bareOneTime(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("0", "o").replaceAll("1", "l");
}

export function digestOneTime(secrets: Secrets, purpose: "initialPassword" | "recoveryCode", text: string): string {
  return secrets.digest(purpose, bareOneTime(text));
}
