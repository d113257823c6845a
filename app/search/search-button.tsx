import { lazy, useEffect, useState, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useRouteLoaderData } from "react-router";
import type { loader } from "#app/root.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { rememberPlace } from "./recent.ts";

const Palette = lazy(() => import("./palette.tsx").then(({ Palette: Sheet }) => ({ default: Sheet })));

/** The way to search: a link to the page, and where scripts run the palette; also by Ctrl+K or ⌘K from anywhere. */
export function SearchButton({ title }: { title: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const person = useRouteLoaderData<typeof loader>("root")?.user?.id;
  useEffect(() => {
    if (person !== undefined && pathname !== "/search") rememberPlace(person, { path: pathname, title });
  }, [person, pathname, title]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (event.isComposing || event.defaultPrevented) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  if (person === undefined) return null;
  return (
    <>
      <Link
        to="/search"
        className="bar-btn seek"
        title={t("shell.searchHint")}
        onClick={(event) => onPlainClick(event, () => setOpen(true))}
      >
        {t("shell.search")}
        <span aria-hidden="true">{t("shell.searchWhat")}</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </Link>
      <DialogSlot open={open}>
        <Palette person={person} onClose={() => setOpen(false)} />
      </DialogSlot>
    </>
  );
}

/** A click with a key held opens the page in a tab of its own, as for every link. */
function onPlainClick(event: MouseEvent, act: () => void): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  act();
}
