import { describe, expect, test } from "vitest";
import { addressPrefix, clientAddress, createAddressList, isAddressRange } from "#server/core/addresses.ts";

const nobody = createAddressList([]);
const gateway = createAddressList(["10.0.0.0/8", "::1"]);

describe("the client's address", () => {
  test("is the socket's when no proxy is trusted, whatever the header says", () => {
    expect(clientAddress("203.0.113.5", "1.1.1.1", nobody)).toBe("203.0.113.5");
  });

  test("is the right-most forwarded address that is not a trusted proxy", () => {
    expect(clientAddress("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.2.3.4", gateway)).toBe("203.0.113.9");
  });

  test("stays the proxy's when the header is absent or no address", () => {
    expect(clientAddress("10.0.0.1", undefined, gateway)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", "unknown, <script>", gateway)).toBe("10.0.0.1");
  });

  test("loses its IPv4-in-IPv6 form", () => {
    expect(clientAddress("::ffff:203.0.113.5", undefined, nobody)).toBe("203.0.113.5");
    expect(gateway.has("::ffff:10.9.9.9")).toBe(true);
  });
});

describe("the prefix attempts are counted by", () => {
  test.each([
    ["203.0.113.5", "203.0.113.5"],
    ["::ffff:203.0.113.5", "203.0.113.5"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ])("of %s is %s", (address, prefix) => {
    expect(addressPrefix(address)).toBe(prefix);
  });
});

test("only addresses and ranges pass as such", () => {
  expect(["10.0.0.0/8", "::1", "fd00::/8", "127.0.0.1"].every(isAddressRange)).toBe(true);
  expect(["10.0.0.0/33", "localhost", "", "10.0.0.0/8/8", "1.2.3", "::1/129"].some(isAddressRange)).toBe(false);
});
