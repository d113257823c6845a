import { z } from "zod";
import { TOKEN_NAME_MAX, TOKEN_SCOPES } from "./contract.ts";
import { PASSWORD_MAX } from "./policy.ts";

/** Form of a new access token; `maxDays` is the installation's limit. Writing without reading does not exist. */
export function accessTokenInput(maxDays: number) {
  return z.object({
    name: z.string("请填写名称。").trim().min(1, "请填写名称。").max(TOKEN_NAME_MAX, `名称最多 ${TOKEN_NAME_MAX} 个字。`),
    scopes: z
      .array(z.enum(TOKEN_SCOPES, "没有这项权限。"))
      .min(1, "请选择权限。")
      .transform((scopes) => (scopes.includes("write") ? [...TOKEN_SCOPES] : [...new Set(scopes)])),
    days: z.coerce.number("请填写天数。").int("天数应为整数。").min(1, "至少一天。").max(maxDays, `最长 ${maxDays} 天。`),
    current: z.string("请填写当前密码。").min(1, "请填写当前密码。").max(PASSWORD_MAX, "密码太长。"),
  });
}
