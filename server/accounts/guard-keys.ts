import { addressPrefix } from "#server/core/addresses.ts";
import type { Secrets } from "#server/core/secrets.ts";

/** Counter of an account, or of a name nobody has. Digested: people type phone numbers and passwords into the name's field. */
export function accountGuardKey(secrets: Secrets, name: string): string {
  return `account:${secrets.digest("signInName", name)}`;
}

/** Counter of an address; of an IPv6 one its /64. */
export function prefixGuardKey(address: string): string {
  return `prefix:${addressPrefix(address)}`;
}
