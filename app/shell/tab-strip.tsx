import { NavLink } from "react-router";

interface Props {
  /** Read out as the name of the navigation. */
  readonly label: string;
  /** `end`: current only on its own page, not on those below it. */
  readonly tabs: readonly { readonly to: string; readonly label: string; readonly end?: boolean }[];
}

/** Below the bar: the pages that belong together. */
export function TabStrip({ label, tabs }: Props) {
  return (
    <div className="ws strip">
      <nav className="tabs" aria-label={label}>
        {tabs.map((tab) => (
          <NavLink key={tab.to} to={tab.to} end={tab.end ?? false} prefetch="intent">
            {tab.label}
          </NavLink>
        ))}
      </nav>
    </div>
  );
}
