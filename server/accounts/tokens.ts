import { createHash, randomBytes } from "node:crypto";
import { encodeBase32LowerCaseNoPadding } from "@oslojs/encoding";
import type { SessionHash } from "#db/schema.ts";

/** 256 random bits as 52 characters of base32; the only place the token exists besides the cookie. */
export function newSessionToken(): string {
  return encodeBase32LowerCaseNoPadding(randomBytes(32));
}

const TOKEN = /^[a-z2-7]{52}$/;

/** What is stored for a token, or null for what no server ever handed out. */
export function hashSessionToken(token: string): SessionHash | null {
  if (!TOKEN.test(token)) return null;
  return createHash("sha256").update(token).digest("hex") as SessionHash; // The brand is given here and by the database only.
}
