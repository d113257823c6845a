import { redirect } from "react-router";
import type { Admission } from "#server/accounts/admission.ts";
import { STEP_PAGES } from "#server/accounts/contract.ts";
import { DomainError } from "#server/core/errors.ts";
import type { PageTools } from "#server/http/request-context.ts";
import { safeNext } from "#app/shell/safe-next.ts";

/** Carries the new session to the page of its next step; once all are done, to where the person wanted to go. */
export function goOn(tools: PageTools, admission: Admission, request: Request): Response {
  const next = safeNext(new URL(request.url).searchParams.get("next"));
  const headers = { "Set-Cookie": tools.cookieOf(admission) };
  if (admission.stage === "full") return redirect(next, { headers });
  return redirect(stepAddress(STEP_PAGES[admission.stage], next), { headers });
}

/** A loader of a step: somebody signed in goes on, who stands at another step goes there, nobody begins. Null where the page is right. */
export function elsewhere(
  tools: PageTools,
  signedIn: boolean,
  stage: Exclude<Admission["stage"], "full">,
  request: Request,
): Response | null {
  const next = safeNext(new URL(request.url).searchParams.get("next"));
  if (signedIn) return redirect(next);
  if (tools.pending === null) return redirect(stepAddress("/sign-in", next));
  return tools.pending.stage === stage ? null : redirect(stepAddress(STEP_PAGES[tools.pending.stage], next));
}

/** The sign-in page leads back to a step that is open: a one-time password cannot be given twice. Null for whoever asks for another account. */
export function backToStep(tools: PageTools, request: Request): Response | null {
  const { searchParams } = new URL(request.url);
  if (tools.pending === null || searchParams.has("another")) return null;
  return redirect(stepAddress(STEP_PAGES[tools.pending.stage], safeNext(searchParams.get("next"))));
}

function stepAddress(page: string, next: string): string {
  return next === "/" ? page : `${page}?next=${encodeURIComponent(next)}`;
}

/** Who stands at the step; asked after `elsewhere` let the request pass. @throws DomainError unauthenticated */
export function personOf({ pending }: PageTools): { login: string; displayName: string } {
  if (pending === null) throw new DomainError("unauthenticated");
  return { login: pending.login, displayName: pending.displayName };
}
