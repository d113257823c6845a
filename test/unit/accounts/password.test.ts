import { describe, expect, test } from "vitest";
import { access as en } from "#app/i18n/en/access.ts";
import { access as zh } from "#app/i18n/zh/access.ts";
import { checkPassword } from "#server/accounts/password-check.ts";
import { judgePassword, PASSWORD_REASONS } from "#server/accounts/policy.ts";

/** A made-up person; the name is a post. */
const ABOUT = { login: "qiaoguangming", displayName: "乔光明", phone: `139${"48260537"}` };
const RULES = { passwordLength: 10 };

const WEAK: [string, string][] = [
  ["1234567890", "键盘"],
  ["qwertyuiop", "键盘"],
  ["1qaz2wsx3edc", "键盘"],
  ["aaaaaaaaaaaa", "键盘"],
  ["abcabcabcabc", "键盘"],
  ["20260901-2026", "键盘"],
  ["password123", "常见"],
  ["P@ssw0rd2026", "常见"],
  ["admin123456", "常见"],
  ["Admin@2026!!", "常见"],
  ["iloveyou1314", "常见"],
  ["woaini5201314", "常见"],
  ["Gansu@20260101", "常见"],
  ["jiaoyuju123456", "常见"],
  ["乔光明20260901", "姓名"],
  ["Guangming2026", "姓名"],
  ["qiaogm-2026-qgm", "姓名"],
  ["QGM@19850612", "姓名"],
  ["Qiao@12345678", "姓名"],
  ["qiaoguangming88", "登录名"],
  ["ＱｉａｏＧｕａｎｇＭｉｎｇ9", "登录名"],
  ["abd48260537xyz", "手机号"],
  ["mm-394826-zzk", "手机号"],
  ["short-1A", "至少10位"],
];

describe("M1: weak passwords", () => {
  test.each(WEAK)("%s is refused with its reason", (password, reason) => {
    expect(checkPassword(password, ABOUT, RULES)).toContain(reason);
  });

  test.each(["泾渭分明-koala-59", "k7mQ2x9LpVt4", "correct horse battery", "Xn83-kahw-zp", "三更灯火五更鸡鸣起舞", "horse-staple-blue-71"])(
    "%s is accepted",
    (password) => {
      expect(checkPassword(password, ABOUT, RULES)).toBeNull();
    },
  );

  test("of eight characters need three classes where eight are allowed", () => {
    expect(checkPassword("kmwzpxvt", ABOUT, { passwordLength: 8 })).toContain("三类");
    expect(checkPassword("kmwzPx4t", ABOUT, { passwordLength: 8 })).toBeNull();
    expect(checkPassword("kmwzPx4", ABOUT, { passwordLength: 8 })).toContain("至少8位");
  });

  test("of a megabyte are refused without work", () => {
    expect(checkPassword("k7".repeat(500_000), ABOUT, RULES)).toContain("最多");
  });
});

test("the hint in the form and the server's answer are worded alike, and the form never refuses what the server takes", () => {
  expect(zh.reasons).toEqual(PASSWORD_REASONS);
  expect(Object.keys(en.reasons).sort()).toEqual(Object.keys(PASSWORD_REASONS).sort());
  for (const [password] of WEAK) {
    if (judgePassword(password, ABOUT, RULES) !== null) expect(checkPassword(password, ABOUT, RULES)).not.toBeNull();
  }
});
