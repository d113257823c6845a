import { z } from "zod";
import { DUTIES, GRANTABLE_ROLES, INVITATION_DAYS, INVITATION_MAX_USES, PEOPLE_STATUSES, REASON_MAX, TITLE_MAX } from "./contract.ts";

const name = z.string().trim().min(1, "请填写姓名或岗位名称。").max(40, "姓名最多 40 个字。");
const login = z.string().trim().min(1, "请填写登录名。").max(64, "登录名最多 64 个字。");
const password = z.string().min(1, "请填写密码。").max(200, "密码最多 200 个字。");
const id = z.string("请选择。").trim().min(1, "请选择。").max(64, "请选择。");
const reason = z.string().trim().min(1, "请写明理由。").max(REASON_MAX, `理由最多 ${REASON_MAX} 个字。`);
const title = z.string().trim().max(TITLE_MAX, `职务称谓最多 ${TITLE_MAX} 个字。`).default("");
const designation = z.enum(["", "chiefPromoter", "seedTeacher", "achievementLecturer"], "没有这个称号。").default("");
/** A date of a form, the last day included, as people in China read it; empty: no end. */
const lastDay = z
  .string()
  .trim()
  .default("")
  .transform((text, ctx): number | null => {
    if (text === "") return null;
    const midnight = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00+08:00`) : Number.NaN;
    if (!Number.isNaN(midnight)) return midnight + 24 * 3600_000;
    ctx.addIssue({ code: "custom", message: "日期应写成 2026-11-21 这样。" });
    return z.NEVER;
  });
const count = (least: number, most: number, message: string) =>
  z.coerce.number(message).int(message).min(least, message).max(most, message);

/** A form's two passwords; the second guards against a slip of the hand. */
const samePassword = (form: { password: string; passwordAgain: string }) => form.password === form.passwordAgain;
const DIFFERENT = { message: "两次填写的密码不一致。", path: ["passwordAgain"] };

export const setupInput = z
  .object({
    code: z.string().trim().min(1, "请填写终端上显示的设置码。").max(100, "设置码过长。"),
    displayName: name,
    login,
    password,
    passwordAgain: z.string().max(200),
  })
  .refine(samePassword, DIFFERENT);

export const joinInput = z
  .object({
    displayName: name,
    login,
    password,
    passwordAgain: z.string().max(200),
    phone: z.string().trim().max(40, "手机号过长。").default(""),
  })
  .refine(samePassword, DIFFERENT);

export const roleInput = z.object({
  role: z.enum(GRANTABLE_ROLES, "请选择角色。"),
  organisationId: id,
  scopeId: z.string().trim().max(64).default(""),
  title,
  designation,
  validTo: lastDay,
});
export type RoleInput = z.output<typeof roleInput>;

const openFor = {
  days: count(1, INVITATION_DAYS, `有效期为 1 到 ${INVITATION_DAYS} 天。`).default(INVITATION_DAYS),
  maxUses: count(1, INVITATION_MAX_USES, `可用次数为 1 到 ${INVITATION_MAX_USES}。`).default(1),
  note: z.string().trim().max(100, "备注最多 100 个字。").default(""),
};

/** Into a unit; without a role the invited only get an account there. */
export const unitInvitationInput = z.object({
  organisationId: id,
  role: z.enum(["", ...GRANTABLE_ROLES], "请选择角色。").default(""),
  scopeId: z.string().trim().max(64).default(""),
  title,
  designation,
  ...openFor,
});
export type UnitInvitationInput = z.output<typeof unitInvitationInput>;

export const workspaceInvitationInput = z.object({
  organisationId: id,
  role: z.enum(GRANTABLE_ROLES, "请选择角色。"),
  title,
  ...openFor,
});
export type WorkspaceInvitationInput = z.output<typeof workspaceInvitationInput>;

export const dutyInvitationInput = z.object({ duty: z.enum(DUTIES, "请选择职责。") });

export const requestInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("duty"), subjectId: id, reason, duty: z.enum(DUTIES, "请选择职责。"), end: z.boolean().default(false) }),
  z.object({ kind: z.literal("provinceAdmin"), subjectId: id, reason, organisationId: id, title, validTo: lastDay }),
  z.object({ kind: z.literal("unitAdmin"), subjectId: id, reason, organisationId: id }),
  z.object({ kind: z.literal("secondFactorReset"), subjectId: id, reason }),
]);
export type RequestInput = z.output<typeof requestInput>;

export const decisionInput = z.object({
  approve: z.boolean(),
  note: z.string().trim().max(REASON_MAX, `意见最多 ${REASON_MAX} 个字。`).default(""),
});
export type DecisionInput = z.output<typeof decisionInput>;

export const reasonInput = z.object({ reason });

export const peopleFilter = z.object({
  text: z.string().trim().max(60, "查找的文字不超过 60 字。").default(""),
  unit: z.string().trim().max(64).default(""),
  status: z
    .enum(["", ...PEOPLE_STATUSES])
    .catch("")
    .default(""),
  after: z.string().max(200).default(""),
});
export type PeopleFilter = z.output<typeof peopleFilter>;
