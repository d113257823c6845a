import { lazy } from "react";

/** Asks once, by name, and for a reason where one is kept: ConfirmForm, fetched when it is first wanted. Stands in a DialogSlot. */
export const ConfirmDialog = lazy(() => import("./confirm-form.tsx").then(({ ConfirmForm }) => ({ default: ConfirmForm })));
