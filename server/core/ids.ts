import { randomBytes } from "node:crypto";
import { encodeBase32LowerCaseNoPadding } from "@oslojs/encoding";
import type { Ids } from "./context.ts";

/** 128 random bits as 26 characters of lower-case base32. */
export const randomIds: Ids = { next: () => encodeBase32LowerCaseNoPadding(randomBytes(16)) };
