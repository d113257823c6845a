import type { PlanTemplate } from "#collab/docs/plan.ts";
import { readTemplates } from "#db/reference.ts";
import { TEMPLATE_KEYS, TEMPLATE_KINDS, type TemplateKey } from "./contract.ts";

/** The shipped templates with the kind of document each makes. */
export function listTemplates() {
  const shipped = readTemplates();
  return TEMPLATE_KEYS.flatMap((key) => {
    const template = shipped.find((candidate) => candidate.key === key);
    return template ? [{ key, name: template.zh, kind: TEMPLATE_KINDS[key], sections: template.sections }] : [];
  });
}

/** Undefined for a key this release does not ship: such a plan is shown without completeness. */
export function findTemplate(key: string): PlanTemplate | undefined {
  return readTemplates().find((template) => template.key === key);
}

/** @throws Error where the release lost one of its own templates */
export function requireTemplate(key: TemplateKey): PlanTemplate {
  const template = findTemplate(key);
  if (!template) throw new Error(`No template ${key}`);
  return template;
}
