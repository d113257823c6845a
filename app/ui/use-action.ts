import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFetcher, type FetcherWithComponents } from "react-router";
import type { ActionFailure } from "#server/http/request-context.ts";
import { failureOf } from "./failure.tsx";
import { say } from "./said.tsx";

/** A form that stays on the page: its fetcher, why it failed, and a call when it was done; `act` names what is then told as done. */
export function useAction(
  onDone: () => void,
  act?: string,
): {
  fetcher: FetcherWithComponents<unknown>;
  failure: ActionFailure | undefined;
  busy: boolean;
} {
  const { t } = useTranslation();
  const fetcher = useFetcher<unknown>();
  const { state, data } = fetcher;
  useKeptFocus(state !== "idle");
  const done = useRef(onDone);
  useEffect(() => {
    done.current = () => {
      if (act !== undefined) say(t("common.did", { act }));
      onDone();
    };
  });
  useEffect(() => {
    if (state === "idle" && data !== undefined && data !== null && failureOf(data) === undefined) done.current();
  }, [state, data]);
  return { fetcher, failure: state === "idle" ? failureOf(data) : undefined, busy: state !== "idle" };
}

/** A button that is disabled while it works loses the focus, one whose row is gone leaves it nowhere: it goes back, or to the page. */
function useKeptFocus(busy: boolean): void {
  const held = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (busy) {
      held.current ??= document.activeElement;
      return;
    }
    const had = held.current;
    held.current = null;
    if (!(had instanceof HTMLElement) || had === document.body || document.activeElement !== document.body) return;
    (had.isConnected ? had : document.getElementById("main"))?.focus({ preventScroll: true });
  }, [busy]);
}
