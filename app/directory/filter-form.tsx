import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Form, useSubmit } from "react-router";

interface Props {
  /** What is filtered by now: with another filter the form begins anew. */
  readonly filter: object;
  readonly className: string;
  readonly children: ReactNode;
}

/** Plain form and search string: a filtered list can be kept as a link. What is chosen is applied at once, words when they are sent. */
export function FilterForm({ filter, className, children }: Props) {
  const { t } = useTranslation();
  const submit = useSubmit();
  return (
    <Form
      method="get"
      role="search"
      aria-label={t("directory.filters")}
      className={className}
      key={JSON.stringify(filter)}
      onChange={(event) => {
        const { target } = event;
        const chosen = target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type === "checkbox");
        if (chosen) void submit(event.currentTarget, { replace: true, preventScrollReset: true });
      }}
    >
      {children}
    </Form>
  );
}
