import type { ReactNode } from "react";
import door from "#app/shell/door.module.css";
import { DoorTop } from "#app/shell/door-top.tsx";
import { Phrases } from "#app/ui/phrase.tsx";
import styles from "./door-page.module.css";

interface Props {
  readonly lead: string;
  /** Under the lead, at the left. */
  readonly about: ReactNode;
  /** The sheet people fill in. */
  readonly children: ReactNode;
}

/** Pages before anybody is signed in: what it is about at the left, one sheet at the right. */
export function DoorPage({ lead, about, children }: Props) {
  return (
    <div className={door["page"]}>
      <DoorTop />
      <main className={door["body"]} id="main">
        <div className={door["lead"]}>
          <h1>
            <Phrases text={lead} />
          </h1>
          {about}
        </div>
        <div className={`sheet ${styles["sheet"] ?? ""}`}>{children}</div>
      </main>
    </div>
  );
}
