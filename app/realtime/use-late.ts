import { useCallback, useEffect, useRef } from "react";
import { useLatest } from "./use-latest.ts";

/** News come in bursts: one run for all that arrive within this time, ms. */
const GATHER_MS = 400;

/** Runs soon, once for many calls; a hidden page waits until it is looked at. The returned function is stable. */
export function useLate(run: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useLatest(run);

  const later = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (document.visibilityState === "hidden") {
        document.addEventListener("visibilitychange", later, { once: true });
        return;
      }
      latest.current();
    }, GATHER_MS);
  }, [latest]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      document.removeEventListener("visibilitychange", later);
    },
    [later],
  );
  return later;
}
