import { useRevalidator } from "react-router";
import { useLate } from "./use-late.ts";

/** Reloads the page's data soon, once for many announcements. */
export function useLateRevalidation(): () => void {
  const { revalidate } = useRevalidator();
  return useLate(() => void revalidate());
}
