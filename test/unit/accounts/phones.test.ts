import { expect, test } from "vitest";
import { normalisePhone, openPhone, phoneColumns } from "#server/accounts/commands.ts";
import { createSecrets } from "#server/core/secrets.ts";

const PHONE = `138${"0".repeat(8)}`;

test("a mobile number is one however it is written", () => {
  const spellings = [PHONE, ` ${PHONE} `, `+86${PHONE}`, `86 ${PHONE}`, `0086-${PHONE}`, `138-0000-0000`, `(138) 0000 0000`];
  expect(new Set(spellings.map(normalisePhone))).toEqual(new Set([PHONE]));
  expect(normalisePhone([...PHONE].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(""))).toBe(PHONE);
});

test("what is no mainland mobile number is none", () => {
  const others = ["", "teacher01", PHONE.slice(1), `${PHONE}0`, `12${PHONE.slice(2)}`, `+852${PHONE}`, `${PHONE}abc`, "010-88888888"];
  expect(others.map(normalisePhone)).toEqual(others.map(() => null));
});

test("M19: a stored number shows nothing without the key, and equal numbers are found by their digest", () => {
  const secrets = createSecrets(Buffer.alloc(32, 1));
  const one = phoneColumns(secrets, PHONE);
  const two = phoneColumns(secrets, PHONE);
  expect(JSON.stringify(one)).not.toContain(PHONE.slice(3));
  expect(one.phone_hash).toBe(two.phone_hash);
  expect(one.phone_sealed).not.toBe(two.phone_sealed);
  expect(openPhone(secrets, one.phone_sealed)).toBe(PHONE);
  const other = createSecrets(Buffer.alloc(32, 2));
  expect(phoneColumns(other, PHONE).phone_hash).not.toBe(one.phone_hash);
  expect(() => openPhone(other, one.phone_sealed)).toThrow(/authenticate/);
});
