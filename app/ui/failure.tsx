import type { ActionFailure } from "#server/http/request-context.ts";

/** The failure in an action's answer, if it is one. */
export function failureOf(answer: unknown): ActionFailure | undefined {
  const failed = typeof answer === "object" && answer !== null && "ok" in answer && answer.ok === false && "code" in answer;
  // Only answerAction answers with ok false and a code.
  return failed ? (answer as ActionFailure) : undefined;
}

/** Why an action did not happen; read out when it appears. */
export function FailureNote({ failure }: { failure: ActionFailure | undefined }) {
  return (
    <div role="alert" className="failure">
      {failure && <p className="note err">{failure.message}</p>}
    </div>
  );
}
