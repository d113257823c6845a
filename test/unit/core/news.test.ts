import { describe, expect, test } from "vitest";
import { News } from "#server/realtime/news.ts";

function open() {
  const clock = { now: 1_000_000 };
  return { clock, news: new News(() => clock.now) };
}

describe("what a page missed before it joined", () => {
  test("is what was announced since its data was read, the same millisecond included", () => {
    const { clock, news } = open();
    clock.now += 100;
    news.note({ type: "document.created", workspaceId: "w", documentId: "d" });
    const asked = [clock.now - 1, clock.now, clock.now + 1].map((since) => news.missed("w", since, false));
    expect(asked).toEqual([true, true, false]);
    expect(news.missed("other", clock.now - 1, false)).toBe(false);
  });

  test("is typing only for whoever looks at the texts of all plans", () => {
    const { clock, news } = open();
    clock.now += 100;
    news.note({ type: "document.changed", workspaceId: "w", documentId: "d" });
    expect([news.missed("w", clock.now - 1, false), news.missed("w", clock.now - 1, true)]).toEqual([false, true]);
  });

  test("is a change of the person's own rights", () => {
    const { clock, news } = open();
    clock.now += 100;
    news.note({ type: "access.changed", personId: "p" });
    expect([news.missedAccess("p", clock.now - 1), news.missedAccess("q", clock.now - 1)]).toEqual([true, false]);
  });

  test("may be anything where the page is older than the process or than what is remembered", () => {
    const { clock, news } = open();
    expect(news.missed("w", clock.now - 1, false)).toBe(true);
    clock.now += 3_600_000;
    expect([news.missed("w", clock.now - 3_000_000, false), news.missedAccess("p", clock.now - 3_000_000)]).toEqual([true, true]);
  });

  test("of thousands of workspaces is remembered only as long as it is asked for", () => {
    const { clock, news } = open();
    for (let index = 0; index < 5000; index++) {
      clock.now += 1000;
      news.note({ type: "activity.added", workspaceId: `w${index}` });
    }
    expect([news.missed("w4999", clock.now - 1, false), news.missed("w4998", clock.now - 1, false)]).toEqual([true, false]);
  });
});
