import { useEffect, useRef } from "react";
import { useFetchers, useRevalidator } from "react-router";
import { useLate } from "./use-late.ts";

/**
 * Reloads the page's data soon, once for many announcements; not while a form is on its way. The router counts a reload as a newer
 * navigation: the page that the form's answer leads to would be dropped. The answer reloads the data anyway.
 */
export function useLateRevalidation(): () => void {
  const { revalidate } = useRevalidator();
  const isSending = useFetchers().some(({ state }) => state !== "idle");
  const again = useRef<() => void>(undefined);
  const later = useLate(() => (isSending ? again.current?.() : void revalidate()));
  useEffect(() => {
    again.current = later;
  }, [later]);
  return later;
}
