import { describe, expect, test } from "vitest";
import { APPROVAL_KIND_LABELS } from "#server/administration/contract.ts";
import { GROUP_POST_LABELS, ORGANISATION_KIND_LABELS } from "#server/directory/contract.ts";
import { labels } from "#server/english/labels.ts";
import { CATALOGUES, toEnglish } from "#server/english/translate.ts";
import { DUTY_LABELS } from "#server/permissions/contract.ts";
import { SIDE_LABELS } from "#server/workspaces/contract.ts";
import { collectServerMessages, withoutNames } from "./server-messages.ts";

const MESSAGES = CATALOGUES.filter((catalogue) => catalogue !== labels).flatMap((catalogue) => Object.entries(catalogue));
const ENTRIES = [...MESSAGES, ...Object.entries(labels)];
const HAN = /[\u4e00-\u9fff]/;

const written = collectServerMessages();

const placesOf = (text: string) =>
  [...text.matchAll(/\{(\w+)(?::\w+)?\}/g)]
    .map((match) => match[1] ?? "")
    .sort((a, b) => a.localeCompare(b))
    .join();

/** Places filled the way the server fills them; of a text the second is what a translation makes of the first. */
function fillSample(text: string, kinds: ReadonlyMap<string, string>, inEnglish: boolean): string {
  return text.replaceAll(/\{(\w+)(?::\w+)?\}/g, (_place, name: string) => {
    if (kinds.get(name) === "number") return "12";
    if (kinds.get(name) === "list") return inEnglish ? "姓名, 学校" : "姓名、学校";
    if (kinds.get(name) === "text") return inEnglish ? "school, 甲" : "学校、甲";
    return "示例“单位”，不再";
  });
}

describe("the server's messages in English", () => {
  test("many are found in the code, of every kind", () => {
    const texts = written.map(({ text }) => text);
    // A table of failures, a field's rule, a value inside, a reason that is returned, a file that is refused.
    expect(texts).toEqual(
      expect.arrayContaining(["请先登录。", "请填写方案名称", "密码至少{}位。", "没有找到这个人，或不在您管理的范围内。", "文件是空的。"]),
    );
    expect(new Set(texts).size).toBeGreaterThan(300);
  });

  test("every message in the code has its English", () => {
    const known = new Set(MESSAGES.map(([chinese]) => withoutNames(chinese)));
    expect(written.filter(({ text }) => !known.has(text)).map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  test("nothing in the catalogues is a message no more", () => {
    const texts = new Set(written.map(({ text }) => text));
    expect(MESSAGES.map(([chinese]) => chinese).filter((chinese) => !texts.has(withoutNames(chinese)))).toEqual([]);
  });

  test("the labels that stand inside messages have theirs, and no others are kept", () => {
    const used = [DUTY_LABELS, APPROVAL_KIND_LABELS, ORGANISATION_KIND_LABELS, GROUP_POST_LABELS, SIDE_LABELS];
    expect(new Set(Object.keys(labels))).toEqual(new Set(used.flatMap((map) => Object.values<string>(map))));
  });

  test("no message stands in the catalogues twice", () => {
    const all = ENTRIES.map(([chinese]) => withoutNames(chinese));
    expect(all.filter((chinese, at) => all.indexOf(chinese) !== at)).toEqual([]);
  });

  test("none has Chinese left, and each keeps the values of its message", () => {
    expect(ENTRIES.filter(([, english]) => HAN.test(english))).toEqual([]);
    expect(ENTRIES.filter(([chinese, english]) => placesOf(chinese) !== placesOf(english))).toEqual([]);
  });

  test("each answers for its own message: no other pattern takes it", () => {
    const answers = ENTRIES.map(([chinese, english]) => {
      const kinds = new Map([...chinese.matchAll(/\{(\w+):(\w+)\}/g)].map((match) => [match[1] ?? "", match[2] ?? ""]));
      return [toEnglish(fillSample(chinese, kinds, false)), fillSample(english, kinds, true)];
    });
    expect(answers.filter(([answered, meant]) => answered !== meant)).toEqual([]);
  });

  test("names and what people typed stay as they are, an unknown message too", () => {
    expect(toEnglish("“{name:text}教育局、学校”已停用。")).toBe("“{name:text}教育局、学校” is closed.");
    expect(toEnglish("“示例县教育局”还有3个下级单位、12个在用账号，处理完才能停用。")).toBe(
      "“示例县教育局” still has units below (3), active accounts (12); it can be closed once they are settled.",
    );
    expect(toEnglish("这是谁也没写过的一句话。")).toBe("这是谁也没写过的一句话。");
  });
});
