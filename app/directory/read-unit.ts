import { readText } from "#app/shell/form-text.ts";

/** The fields of the unit form as text; commands judge them. */
export function readUnit(form: FormData) {
  return {
    name: readText(form, "name"),
    kind: readText(form, "kind"),
    regionCode: readText(form, "regionCode"),
    parentId: readText(form, "parentId"),
    code: readText(form, "code"),
  };
}
