import type { Messages } from "./messages.ts";

export const accounts: Messages = {
  // Tokens
  "没有这个令牌，或它已撤销。": "There is no such token, or it has been revoked.",
  "访问令牌不能用于管理账号。": "An access token cannot be used to manage an account.",
  "运行人员账号不能建立访问令牌。": "An operator's account cannot make access tokens.",
  "最多 {max:number} 个有效令牌，请先撤销不用的。": "At most {max} valid tokens. Please revoke those not in use first.",
  "请填写名称。": "Please enter a name.",
  "名称最多 {max:number} 个字。": "A name has at most {max} characters.",
  "没有这项权限。": "There is no such right.",
  "请选择权限。": "Please choose the rights.",
  "请填写天数。": "Please enter the number of days.",
  "天数应为整数。": "Please enter whole days.",
  "至少一天。": "At least one day.",
  "最长 {max:number} 天。": "At most {max} days.",

  // Names, phone numbers, codes
  "登录名不能是手机号；手机号另外填写，也可用来登录。":
    "A login name cannot be a phone number; the phone number has a field of its own, and you can sign in with it too.",
  "这个登录名已有人使用，请换一个。": "This login name is in use. Please choose another.",
  "请填写登录名。": "Please enter the login name.",
  "登录名最多 64 个字。": "A login name has at most 64 characters.",
  "登录名最多 32 个字。": "A login name has at most 32 characters.",
  "登录名至少 2 个字。": "A login name has at least 2 characters.",
  "登录名只能用文字、数字、点、下划线和短横。": "A login name has only letters, digits, dots, underscores and hyphens.",
  "与您的登录名不符，请照原样再填一次。": "This is not your login name. Please enter it again exactly as it is.",
  "请填写姓名。": "Please enter the name.",
  "姓名最多 40 个字。": "A name has at most 40 characters.",
  "姓名里有看不见的字符。": "The name contains characters that cannot be seen.",
  "请填写一个字。": "Please enter one character.",
  "印记须为一个字。": "A mark is one character.",
  "请填写 11 位大陆手机号。": "Please enter a mainland mobile number of 11 digits.",
  "这个手机号已用于另一个账号。": "This phone number belongs to another account.",
  "请填写验证码。": "Please enter the code.",
  "验证码太长。": "The code is too long.",
  "验证码不正确，或已经用过。": "The code is wrong, or it has been used already.",

  // Passwords
  "请填写密码。": "Please enter the password.",
  "密码最多 200 个字。": "A password has at most 200 characters.",
  "密码太长。": "The password is too long.",
  "请再输入一遍。": "Please enter it once more.",
  "两次输入的密码不一致。": "The two passwords are not the same.",
  "请填写当前密码。": "Please enter your current password.",
  "当前密码不正确。": "The current password is wrong.",
  "新密码不能与原来的相同。": "The new password must differ from the old one.",
  "密码至少{length:number}位。": "A password has at least {length} characters.",
  "密码不足10位时，须含大写字母、小写字母、数字、符号中的三类。":
    "Below 10 characters a password needs three of: capitals, small letters, digits, signs.",
  "密码最多200位。": "A password has at most 200 characters.",
  "密码不能包含登录名。": "A password must not contain the login name.",
  "密码不能由姓名或姓名拼音组成。": "A password must not be made of your name or its pinyin.",
  "密码不能包含手机号或其中一段。": "A password must not contain your phone number or a part of it.",
  "这个密码太常见，容易被猜到，请换一个。": "This password is too common and easily guessed. Please choose another.",
  "密码不能由键盘连排、连续或重复的字符、年份日期凑成，请加入别人想不到的内容。":
    "A password must not be made of keyboard runs, sequences, repetitions, years or dates. Add something nobody would think of.",

  // The account
  "没有这个账号。": "There is no such account.",
  "这个账号已注销。": "This account has been closed.",
  "这个账号已注销，不能再启用。": "This account has been closed and cannot be enabled again.",
  "您是某处唯一的负责人，请先交接，再注销账号。":
    "Somewhere you are the only person in charge. Please hand over first, then close the account.",
  "这个身份不存在，或任期已满。": "This role does not exist, or its term is over.",
  "还没有启用两步验证。": "Two-step verification is not enabled yet.",
  "您的职责要求两步验证，不能停用。": "Your duty requires two-step verification; it cannot be disabled.",
  "请回到“我的数据”，输入密码后再下载。": "Please go back to “My data” and enter your password before the download.",
  "账号与安全的通知不能延后，也不能关闭。": "Notices about the account and its security can be neither delayed nor turned off.",
  请选择通知方式: "Please choose how to be told.",
};
