import { z } from "zod";

/** Longer ones are refused before hashing: a megabyte of password is an attack. */
export const signInInput = z.object({
  login: z.string("请填写登录名。").trim().min(1, "请填写登录名。").max(64, "登录名最多 64 个字。"),
  password: z.string("请填写密码。").min(1, "请填写密码。").max(200, "密码最多 200 个字。"),
});
export type SignInInput = z.infer<typeof signInInput>;
