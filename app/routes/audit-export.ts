import { answerPage } from "#server/http/request-context.ts";
import { DomainError } from "#server/core/errors.ts";
import type { RouterContextProvider } from "react-router";

export function loader({ context }: { context: Readonly<RouterContextProvider> }) {
  return answerPage(context, () => {
    throw new DomainError("notFound");
  });
}
