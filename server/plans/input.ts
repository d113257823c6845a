import { z } from "zod";
import { TEMPLATE_KEYS, TITLE_MAX, VERSION_NAME_MAX, VERSION_NOTE_MAX } from "./contract.ts";

/** One line: control characters and line breaks become spaces. */
const line = z.string().transform((text) => text.replaceAll(/\p{Cc}+/gu, " ").trim());

export const createPlanInput = z.object({
  template: z.enum(TEMPLATE_KEYS, "请选择一种模板"),
  title: line.pipe(z.string().min(1, "请填写方案名称").max(TITLE_MAX, `方案名称不超过${TITLE_MAX}字`)),
  /** School of a school plan; the person's own school when absent. */
  organisationId: z.string().max(40, "单位代码过长").optional(),
});
export type CreatePlanInput = z.input<typeof createPlanInput>;

export const saveVersionInput = z.object({
  name: line.pipe(z.string().min(1, "请给这一版起个名称").max(VERSION_NAME_MAX, `版本名称不超过${VERSION_NAME_MAX}字`)),
  note: z.string().trim().max(VERSION_NOTE_MAX, `说明不超过${VERSION_NOTE_MAX}字`).default(""),
});
export type SaveVersionInput = z.input<typeof saveVersionInput>;
