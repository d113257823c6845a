import type { Delivery } from "#db/schema-office.ts";
import type { Instant } from "#db/schema.ts";
import type { NotificationTopic } from "./contract.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** China has had one zone without daylight saving since 1991. */
const CHINA = 8 * HOUR;
/** Digests come at 08:00 in China, before the first lesson. */
const DIGEST_HOUR = 8 * HOUR;
/** 1970-01-01 was a Thursday: the first Monday is day 4. */
const FIRST_MONDAY = 4;

/** What happens to a topic without a row in the settings. */
export const DEFAULT_DELIVERY: Delivery = "live";

/** How a person is told about a topic. What concerns the safety of the account is always told at once. */
export function deliveryOf(topic: NotificationTopic, chosen: Delivery | undefined): Delivery {
  return topic === "security" ? "live" : (chosen ?? DEFAULT_DELIVERY);
}

/** When it is shown, or null for never. A digest is always later than now: what arrives at 08:00 waits for the next one. */
export function dueAt(delivery: Delivery, now: Instant): Instant | null {
  switch (delivery) {
    case "live":
      return now;
    case "daily":
      return nextDigest(now, DAY, 0);
    case "weekly":
      return nextDigest(now, 7 * DAY, FIRST_MONDAY * DAY);
    case "off":
      return null;
  }
}

function nextDigest(now: Instant, every: number, first: number): Instant {
  const origin = first + DIGEST_HOUR - CHINA;
  return origin + (Math.floor((now - origin) / every) + 1) * every;
}
