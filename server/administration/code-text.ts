/** Codes that people read out and type: made here, compared in one spelling. */
import { randomBytes } from "node:crypto";

/** Crockford's alphabet: no letter that is mistaken for a figure. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const BITS = 5;
const GROUP = /.{4}(?=.)/g;

/** 128 random bits in 26 characters: a link to come in by. */
export function newInvitationCode(): string {
  return randomText(26);
}

/** 80 random bits in 16 characters, typed once from a console. */
export function newSetupCode(): string {
  return randomText(16);
}

function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % 2 ** BITS]).join("");
}

/** In groups of four, as it is shown. */
export function groupCode(code: string): string {
  return code.replaceAll(GROUP, "$&-");
}

/** The one spelling: whatever case, width and separators it was typed with, and whichever letter was taken for a figure. */
export function bareCode(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\p{Dash}_.]/gu, "")
    .replaceAll("o", "0")
    .replaceAll(/[il]/g, "1")
    .replaceAll("u", "v")
    .slice(0, 100);
}
