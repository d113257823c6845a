import { useEffect, useRef } from "react";
import { useFetcher, type FetcherWithComponents } from "react-router";
import type { ActionFailure } from "#server/http/request-context.ts";
import { failureOf } from "./failure.tsx";

/** A form that stays on the page: its fetcher, why it failed, and a call when it was done. */
export function useAction(onDone: () => void): {
  fetcher: FetcherWithComponents<unknown>;
  failure: ActionFailure | undefined;
  busy: boolean;
} {
  const fetcher = useFetcher<unknown>();
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  const { state, data } = fetcher;
  useEffect(() => {
    if (state === "idle" && data !== undefined && data !== null && failureOf(data) === undefined) done.current();
  }, [state, data]);
  return { fetcher, failure: state === "idle" ? failureOf(data) : undefined, busy: state !== "idle" };
}
