import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Form } from "react-router";
import { forgetPlaces } from "#app/search/recent.ts";

/** Signs out with a full page load: nothing of the session stays in memory. */
export function SignOutForm() {
  const { t } = useTranslation();
  return (
    <Form method="post" action="/sign-out" reloadDocument onSubmit={wipeFirst}>
      <button type="submit" className="drop-item">
        {t("shell.signOut")}
      </button>
    </Form>
  );
}

/** Documents kept on this device are erased before the session ends: the next person at a shared computer finds none. */
function wipeFirst(event: SubmitEvent<HTMLFormElement>) {
  const form = event.currentTarget;
  event.preventDefault();
  forgetPlaces();
  void wipe().finally(() => form.submit());
}

async function wipe(): Promise<void> {
  const { wipeDeviceStore } = await import("#app/collab/device-store.ts");
  await wipeDeviceStore();
}
