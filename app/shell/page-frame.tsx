import { useContext, type ReactNode } from "react";
import type { Side } from "#db/schema.ts";
import { Bell } from "#app/notifications/bell.tsx";
import { SearchButton } from "#app/search/search-button.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Crumbs, type Crumb } from "./crumbs.tsx";
import { StripContext } from "./strip-context.ts";
import { HatChip } from "./hats.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { UserMenu } from "./user-menu.tsx";

interface Props {
  readonly title: string;
  /** From the widest place to this page; the title alone where absent. */
  readonly crumbs?: readonly Crumb[];
  /** Stays in the bar, also on a phone: the save light. */
  readonly status?: ReactNode;
  /** Between bar and page: the workspace's strip. */
  readonly strip?: ReactNode;
  /** The person's side, inside a workspace. */
  readonly side?: Side;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Bar, strip and the page itself; every page of the signed-in part renders one. */
export function PageFrame({ title, crumbs, status, strip, side, className, children }: Props) {
  const above = useContext(StripContext);
  return (
    <div className="main">
      <PageTitle title={title} />
      <header className="bar">
        <Crumbs items={crumbs ?? [{ label: title }]} />
        <div className="bar-r">
          {status}
          <SearchButton title={title} />
          <Bell />
          <HatChip />
          <ThemeSwitch className="hide-s" />
          <UserMenu side={side} />
        </div>
      </header>
      {strip ?? above}
      <main className={className ?? "page"} id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
