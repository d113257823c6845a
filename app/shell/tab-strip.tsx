import { useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";

interface Props {
  /** Read out as the name of the navigation. */
  readonly label: string;
  /** `end`: current only on its own page, not on those below it. */
  readonly tabs: readonly { readonly to: string; readonly label: string; readonly end?: boolean }[];
}

/** Below the bar: the pages that belong together. */
export function TabStrip({ label, tabs }: Props) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the row scrolls sideways: the page one is on is in sight.
  useEffect(() => {
    const current = nav.current?.querySelector("[aria-current]");
    if (!nav.current || !current) return;
    const row = nav.current.getBoundingClientRect();
    const tab = current.getBoundingClientRect();
    if (tab.left < row.left || tab.right > row.right) nav.current.scrollLeft += tab.left - row.left - (row.width - tab.width) / 2;
  }, [pathname]);
  return (
    <div className="ws strip">
      <nav className="tabs" aria-label={label} ref={nav}>
        {tabs.map((tab) => (
          <NavLink key={tab.to} to={tab.to} end={tab.end ?? false} prefetch="intent">
            {tab.label}
          </NavLink>
        ))}
      </nav>
    </div>
  );
}
