/** What makes a password acceptable (MLPS 8.1.4.1), for forms while one types and for the server that decides. Pure and browser-safe. */

export const PASSWORD_MAX = 200;
/** From this length on three classes of characters are no longer asked for. */
const LONG_ENOUGH = 10;

export const PASSWORD_REASONS = {
  short: "密码至少{{length}}位。",
  classes: "密码不足10位时，须含大写字母、小写字母、数字、符号中的三类。",
  long: "密码最多200位。",
  login: "密码不能包含登录名。",
  name: "密码不能由姓名或姓名拼音组成。",
  phone: "密码不能包含手机号或其中一段。",
  common: "这个密码太常见，容易被猜到，请换一个。",
  pattern: "密码不能由键盘连排、连续或重复的字符、年份日期凑成，请加入别人想不到的内容。",
} as const;
export type PasswordReason = keyof typeof PASSWORD_REASONS;

export interface PasswordAbout {
  readonly login: string;
  readonly displayName: string;
  /** Eleven digits. */
  readonly phone?: string | undefined;
  /** The name in pinyin, as the server knows it: syllables joined, and initials. */
  readonly pinyin?: readonly string[];
}

/** Why a password is refused, or null. `weak` holds common words and passwords, lower case. */
export function judgePassword(
  text: string,
  about: PasswordAbout,
  rules: { readonly passwordLength: number },
  weak: readonly string[] = [],
): PasswordReason | null {
  const typed = text.normalize("NFKC");
  const length = [...typed].length;
  if (length > PASSWORD_MAX) return "long";
  if (length < rules.passwordLength) return "short";
  if (length < LONG_ENOUGH && countClasses(typed) < 3) return "classes";
  return judgePersonal(fold(typed), about) ?? judgeCommon(fold(typed), about, weak);
}

function judgePersonal(password: string, { login, displayName, phone, pinyin = [] }: PasswordAbout): PasswordReason | null {
  const loginKey = fold(login);
  if (loginKey.length >= 3 && password.includes(loginKey)) return "login";
  if (phone !== undefined && sharesRun(password, phone, 6)) return "phone";
  const name = fold(displayName);
  if (name.length >= 2 && password.includes(name)) return "name";
  const spelled = pinyin.map(fold).filter((part) => part.length >= 4);
  return spelled.some((part) => bare(password).includes(part)) ? "name" : null;
}

/** What is left after everything guessable is taken away must be worth four characters. */
const UNGUESSED = 4;

function judgeCommon(password: string, about: PasswordAbout, weak: readonly string[]): PasswordReason | null {
  const plain = unleet(password);
  const words = new Set(weak);
  if (words.has(password) || words.has(plain)) return "common";
  // Short ones are found everywhere by chance; with little else beside them they are the whole idea.
  const own = [about.displayName, about.login, about.phone?.slice(-4) ?? "", ...(about.pinyin ?? [])].map(fold);
  const named = worth(
    without(
      password,
      own.filter((part) => part.length >= 2),
    ),
  );
  const structured = worth(withoutPatterns(password));
  if (structured < UNGUESSED) return "pattern";
  const common = weak.filter((word) => word.length >= 4).toSorted((a, b) => b.length - a.length);
  const guessed = Math.min(worth(withoutPatterns(without(password, common))), worth(withoutPatterns(without(plain, common))));
  if (guessed < UNGUESSED) return "common";
  if (
    named < UNGUESSED ||
    worth(
      withoutPatterns(
        without(
          password,
          own.filter((part) => part.length >= 2),
        ),
      ),
    ) < UNGUESSED
  )
    return "name";
  return null;
}

/** Letters, digits and characters count, different ones only; signs count little. */
function worth(text: string): number {
  const signs = [...text].filter((one) => !/[\p{L}\p{N}]/u.test(one));
  const others = [...text].filter((one) => /[\p{L}\p{N}]/u.test(one));
  return new Set(others).size + Math.min(1, signs.length);
}

function without(text: string, parts: readonly string[]): string {
  return parts.reduce((left, part) => (part === "" ? left : left.replaceAll(part, "")), text);
}

const ROWS = [
  "1234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "abcdefghijklmnopqrstuvwxyz",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "qazwsxedcrfvtgbyhnujmikolp",
];
const RUNS = ROWS.flatMap((row) => [row, [...row].toReversed().join("")]);

/** Without dates, years, runs of keys or of the alphabet (three or more) and repeated characters (three or more). */
function withoutPatterns(text: string): string {
  let left = text
    .replaceAll(/(?:19|20)\d{2}[-./年]?(?:0?[1-9]|1[0-2])[-./月]?(?:[0-2]?\d|3[01])日?/g, "")
    .replaceAll(/(?:19|20)\d{2}/g, "");
  left = withoutRuns(left);
  return left.replaceAll(/(.{1,4}?)\1{2,}/gu, "").replaceAll(/(.{3,})\1+/gu, "$1");
}

function withoutRuns(text: string): string {
  let left = "";
  for (let at = 0; at < text.length; ) {
    const run = longestRun(text, at);
    if (run < 3) left += text[at] ?? "";
    at += run < 3 ? 1 : run;
  }
  return left;
}

function longestRun(text: string, at: number): number {
  let longest = 0;
  for (const row of RUNS) {
    for (let start = row.indexOf(text[at] ?? "\0"); start !== -1; start = row.indexOf(text[at] ?? "\0", start + 1)) {
      let length = 0;
      while (at + length < text.length && text[at + length] === row[start + length]) length += 1;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

function sharesRun(password: string, digits: string, length: number): boolean {
  for (let at = 0; at + length <= digits.length; at++) if (password.includes(digits.slice(at, at + length))) return true;
  return false;
}

function countClasses(text: string): number {
  return [/\p{Lu}/u, /\p{Ll}/u, /\p{N}/u, /[^\p{Lu}\p{Ll}\p{N}]/u].filter((one) => one.test(text)).length;
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().normalize("NFKC").trim();
}

function bare(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, "");
}

const LEET: Readonly<Record<string, string>> = { "@": "a", "4": "a", "0": "o", "1": "i", "!": "i", "3": "e", "5": "s", $: "s", "7": "t" };

function unleet(text: string): string {
  return [...text].map((one) => LEET[one] ?? one).join("");
}
