import { useCallback, useEffect, useRef } from "react";
import { useRevalidator } from "react-router";

/** Announcements come in bursts: one reload for all that arrive within this time, ms. */
const GATHER_MS = 400;

/** Reloads the page's data soon, once for many calls; a hidden page waits until it is looked at. */
export function useLateRevalidation(): () => void {
  const { revalidate } = useRevalidator();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const run = useRef(revalidate);
  useEffect(() => {
    run.current = revalidate;
  }, [revalidate]);

  const later = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (document.visibilityState === "hidden") {
        document.addEventListener("visibilitychange", later, { once: true });
        return;
      }
      void run.current();
    }, GATHER_MS);
  }, []);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      document.removeEventListener("visibilitychange", later);
    },
    [later],
  );
  return later;
}
