import { z } from "zod";
import { DUTIES_MAX, MAX_PARTIES, MEMBER_TITLE_MAX, PRESENT_CYCLE, PURPOSE_MAX, REASON_MAX, WORKSPACE_TITLE_MAX } from "./contract.ts";

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

const id = (missing: string) => z.string().trim().min(1, missing).max(64, missing);
const optional = (max: number, tooLong: string) => z.string().trim().max(max, tooLong).default("");
const SIDES = ["holder", "applicant", "alliance", "guide"] as const;

const partyInput = z.object({
  organisationId: id("请选择单位"),
  side: z.enum(SIDES, "请选择这个单位的一方"),
  duties: optional(DUTIES_MAX, `承担的工作不超过${DUTIES_MAX}字`),
  isLead: z.boolean().default(false),
});

export const appointInput = z.object({ side: z.enum(SIDES, "请选择一方"), personId: id("请选择人员") });
export type AppointInput = z.input<typeof appointInput>;

export const createWorkspaceInput = z.object({
  kind: z.enum(["pair", "alliance"], "请选择空间的类别"),
  title: z.string().trim().min(2, "名称至少两个字").max(WORKSPACE_TITLE_MAX, `名称不超过${WORKSPACE_TITLE_MAX}字`),
  purpose: optional(PURPOSE_MAX, `目的不超过${PURPOSE_MAX}字`),
  cycle: z.string().trim().max(60, "周期不超过60字").default(PRESENT_CYCLE),
  sourceNote: optional(PURPOSE_MAX, `依据不超过${PURPOSE_MAX}字`),
  achievementId: optional(64, "没有这项成果"),
  regionCode: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "请选择地区"),
  subjectCode: optional(40, "没有这个学科"),
  stageCode: optional(40, "没有这个学段"),
  parties: z.array(partyInput).max(MAX_PARTIES, `参加单位不超过${MAX_PARTIES}个`),
  /** First managers; a side without one gets its own by invitation. */
  managers: z
    .array(z.object({ side: z.enum(SIDES), personId: id("请选择人员") }))
    .max(20, "首批负责人不超过20人")
    .default([]),
});
export type CreateWorkspaceInput = z.input<typeof createWorkspaceInput>;
export type NewWorkspace = z.output<typeof createWorkspaceInput>;

export const addPartyInput = partyInput.omit({ isLead: true });
export type AddPartyInput = z.input<typeof addPartyInput>;

export const reasonInput = z.object({
  reason: z.string().trim().min(2, "请写明原因").max(REASON_MAX, `原因不超过${REASON_MAX}字`),
});
