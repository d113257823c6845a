import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Keeps secrets out of the database's bytes. The one place with a cipher in it: another suite (SM4, SM3) is another implementation of
 * this interface with its own prefix.
 */
export interface Secrets {
  /** Authenticated encryption; `purpose` is bound in, so that a value moved to another column does not open. */
  seal(purpose: string, text: string): string;
  /** @throws when the value was not sealed for this purpose by this key */
  open(purpose: string, sealed: string): string;
  /** Keyed digest, hex: equal texts are found, none can be guessed from it without the key. */
  digest(purpose: string, text: string): string;
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "v1.";

/** AES-256-GCM and HMAC-SHA-256 under keys derived from one file of 32 random bytes. */
export function createSecrets(key: Buffer): Secrets {
  if (key.length !== KEY_BYTES) throw new Error(`The secret key must have ${KEY_BYTES} bytes, it has ${key.length}`);
  const derive = (use: string) => Buffer.from(hkdfSync("sha256", key, "gongyan", use, KEY_BYTES));
  const sealing = derive("seal");
  const digesting = derive("digest");
  return {
    seal(purpose, text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealing, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return VERSION + Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
    },
    open(purpose, sealed) {
      if (!sealed.startsWith(VERSION)) throw new Error("a sealed value of an unknown version");
      const bytes = Buffer.from(sealed.slice(VERSION.length), "base64url");
      const decipher = createDecipheriv("aes-256-gcm", sealing, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
    },
    digest: (purpose, text) => createHmac("sha256", digesting).update(purpose).update("\0").update(text).digest("hex"),
  };
}

/** The installation's key; made at the first start. Without this file phone numbers and second factors are lost: back it up apart from the database. */
export function loadSecretKey(file: string): Buffer {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(KEY_BYTES).toString("base64")}\n`, { mode: 0o600, flag: "wx", flush: true });
  return Buffer.from(readFileSync(file, "utf8").trim(), "base64");
}
