import { useId, type ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly figure?: ReactNode;
  /** At the right end of the rule. */
  readonly aside?: ReactNode;
  /** 1 where the section is the page. */
  readonly level?: 1 | 2;
  readonly children: ReactNode;
}

/** A ruled section: title, a figure beside it, something at the right end. */
export function Section({ title, figure, aside, level = 2, children }: Props) {
  const id = useId();
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <section className="sec" aria-labelledby={id}>
      <header>
        <Heading id={id}>{title}</Heading>
        {figure !== undefined && <span className="num">{figure}</span>}
        {aside !== undefined && <span className="push">{aside}</span>}
      </header>
      {children}
    </section>
  );
}
