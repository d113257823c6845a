import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

/** After a move to another page the focus goes to its content, as it would after a page load. */
export function useRouteFocus(): void {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [pathname]);
}
