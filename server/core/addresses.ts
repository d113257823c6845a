/** Network addresses: ranges to trust, the client's address, and the prefix that limits are counted by. */
import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";

export interface AddressList {
  has(address: string): boolean;
}

/** True for "10.0.0.1", "10.0.0.0/8", "::1", "fd00::/8". */
export function isAddressRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** A set of addresses and ranges. An IPv4 address is found in its mapped form (::ffff:a.b.c.d) too. */
export function createAddressList(ranges: readonly string[]): AddressList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return {
    has(address) {
      const plain = plainAddress(address);
      return isIP(plain) !== 0 && list.check(plain, isIPv4(plain) ? "ipv4" : "ipv6");
    },
  };
}

/** Drops the zone and the IPv4-in-IPv6 mapping, so that one client has one spelling. */
export function plainAddress(address: string): string {
  const withoutZone = address.split("%")[0] ?? "";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutZone);
  return mapped?.[1] ?? withoutZone;
}

/**
 * Address of the client: the socket's, unless that is a trusted proxy; then the right-most forwarded address that is not one.
 * A forwarded header from anybody else is ignored (HedgeDoc CVE-2026-58488).
 */
export function clientAddress(socketAddress: string | undefined, forwardedFor: string | undefined, trusted: AddressList): string {
  let address = plainAddress(socketAddress ?? "");
  const hops = (forwardedFor ?? "").split(",").map((hop) => plainAddress(hop.trim()));
  while (trusted.has(address)) {
    const next = hops.pop();
    if (next === undefined || isIP(next) === 0) break;
    address = next;
  }
  return address;
}

/** What attempts are counted by: one IPv4 address, or the /64 an IPv6 client can rotate through. */
export function addressPrefix(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(missing).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
