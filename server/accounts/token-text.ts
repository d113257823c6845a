/** What a personal access token looks like. The random part is the only secret; the prefix lets scanners of leaked text recognise it. */
import { createHash, randomInt } from "node:crypto";

const PREFIX = "gyt_";
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 43 of 62 characters: 256 bits. */
const LENGTH = 43;
const SHAPE = /^gyt_[0-9A-Za-z]{43}$/;
/** Shown to tell tokens apart: 24 of the 256 bits. */
const HINT = 4;

export interface NewToken {
  readonly token: string;
  readonly hash: string;
  readonly hint: string;
}

export function newAccessToken(): NewToken {
  const random = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
  const token = PREFIX + random;
  return { token, hash: digest(token), hint: token.slice(-HINT) };
}

/** What is stored for a token, or null for what no server ever handed out. */
export function hashAccessToken(token: string): string | null {
  return SHAPE.test(token) ? digest(token) : null;
}

/** A plain hash: 256 random bits cannot be guessed from it. */
function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
