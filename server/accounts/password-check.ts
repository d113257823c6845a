import { pinyin } from "pinyin-pro";
import type { AccountRules } from "./account-rules.ts";
import { judgePassword, PASSWORD_REASONS, type PasswordAbout } from "./policy.ts";
import { WEAK_PASSWORDS } from "./weak-passwords.ts";

/** Why a password may not be used, in Chinese, or null. */
export function checkPassword(
  text: string,
  about: Omit<PasswordAbout, "pinyin">,
  rules: Pick<AccountRules, "passwordLength">,
): string | null {
  const reason = judgePassword(text, { ...about, pinyin: spell(about.displayName) }, rules, WEAK_PASSWORDS);
  return reason && PASSWORD_REASONS[reason].replace("{{length}}", String(rules.passwordLength));
}

/** The name's pinyin in the orders people use it: zhangsan, sanzhang, zhang, and the initials zs. */
function spell(name: string): string[] {
  const syllables = pinyin(name, { toneType: "none", type: "array", nonZh: "removed", mode: "surname" });
  if (syllables.length === 0) return [];
  const [family = "", ...given] = syllables;
  const initials = syllables.map((one) => one.slice(0, 1)).join("");
  return [syllables.join(""), [...given, family].join(""), given.join(""), family, initials].filter((one) => one.length >= 2);
}
