import { useTranslation } from "react-i18next";
import { Form, useRouteLoaderData } from "react-router";
import type { loader } from "#app/root.tsx";

function useUser() {
  return useRouteLoaderData<typeof loader>("root")?.user ?? null;
}

/** In the bar whenever somebody acts in one role only, or operates the product: rights are what it says and no more. */
export function HatChip() {
  const { t } = useTranslation();
  const user = useUser();
  if (!user || (user.hat === null && user.duty === null)) return null;
  const label = user.duty === null ? user.hat && t(`terms.role.${user.hat.role}`) : t(`shell.duty.${user.duty}`);
  return (
    <span className="hat" title={user.hat?.scope}>
      <span className="vh">{t("shell.hat")}</span>
      {label}
    </span>
  );
}

/** The roles somebody can act in, all of them or one. A new session, so a whole page load. */
export function HatSwitch() {
  const { t } = useTranslation();
  const user = useUser();
  if (!user || (user.hats.length < 2 && user.hat === null)) return null;
  return (
    <Form method="post" action="/hat" reloadDocument aria-label={t("shell.hat")}>
      <button type="submit" className="drop-item" name="hat" value="" aria-pressed={user.hat === null}>
        {t("shell.allHats")}
      </button>
      {user.hats.map(({ id, role, scope }) => (
        <button key={id} type="submit" className="drop-item" name="hat" value={id} aria-pressed={user.hat?.id === id}>
          <span>
            {t(`terms.role.${role}`)} <span className="xs q">{scope}</span>
          </span>
        </button>
      ))}
      <hr />
    </Form>
  );
}
