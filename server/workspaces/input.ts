import { z } from "zod";
import { MEMBER_TITLE_MAX } from "./contract.ts";

const ROLES = ["holderHost", "holderExpert", "regionOfficer", "schoolTeacher", "allianceLead", "allianceTeacher"] as const;

/** The person is named by id (from the candidates) or by login name, one of both. */
export const addMemberInput = z
  .object({
    personId: z.string().trim().max(40).optional(),
    login: z.string().trim().max(64, "登录名不超过64字").optional(),
    role: z.enum(ROLES, "请选择角色"),
    title: z.string().trim().max(MEMBER_TITLE_MAX, `职务称谓不超过${MEMBER_TITLE_MAX}字`).default(""),
  })
  .refine((input) => (input.personId ?? "") !== "" || (input.login ?? "") !== "", {
    message: "请从名单里选择人员，或填写登录名",
    path: ["personId"],
  });
export type AddMemberInput = z.input<typeof addMemberInput>;
