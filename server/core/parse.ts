import type { z } from "zod";
import { DomainError, type FieldErrors } from "./errors.ts";

/** The parsed value. @throws DomainError invalid with one message a field ("" for the whole) */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.join(".");
    fields[name] ??= issue.message;
  }
  throw new DomainError("invalid", { fields });
}
