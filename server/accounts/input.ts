import { z } from "zod";
import { PASSWORD_MAX } from "./policy.ts";

/** Longer ones are refused before hashing: a megabyte of password is an attack. */
const anyPassword = z.string("请填写密码。").min(1, "请填写密码。").max(PASSWORD_MAX, "密码最多 200 个字。");

export const signInInput = z.object({
  login: z.string("请填写登录名。").trim().min(1, "请填写登录名。").max(64, "登录名最多 64 个字。"),
  password: anyPassword,
});
export type SignInInput = z.infer<typeof signInInput>;

/** A code of the second factor or a recovery code, as typed. */
export const codeInput = z.object({ code: z.string("请填写验证码。").trim().min(1, "请填写验证码。").max(32, "验证码太长。") });

export const newPasswordInput = z
  .object({ password: anyPassword, repeat: z.string("请再输入一遍。") })
  .refine(({ password, repeat }) => password === repeat, { path: ["repeat"], message: "两次输入的密码不一致。" });

/** Control and format characters: they are not seen, and two names would look alike. */
const MARKS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const displayName = z
  .string("请填写姓名。")
  .trim()
  .min(1, "请填写姓名。")
  .max(40, "姓名最多 40 个字。")
  .refine((text) => !MARKS.test(text), "姓名里有看不见的字符。");

export const accountNames = z.object({
  login: z
    .string("请填写登录名。")
    .trim()
    .min(2, "登录名至少 2 个字。")
    .max(32, "登录名最多 32 个字。")
    .regex(/^[\p{L}\p{N}._-]+$/u, "登录名只能用文字、数字、点、下划线和短横。"),
  displayName,
});

export const profileInput = z.object({
  displayName,
  mark: z
    .string("请填写一个字。")
    .trim()
    .refine((text) => [...text].length === 1 && /[\p{L}\p{N}]/u.test(text), "印记须为一个字。"),
});
