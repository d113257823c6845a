import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { HydratedRouter } from "react-router/dom";
import { createI18n } from "./i18n/instance.ts";
import { loadCatalogue } from "./i18n/load-catalogue.ts";
import { makePatient } from "./shell/patient-fetch.ts";

window.fetch = makePatient(window.fetch.bind(window), location.origin, window);

const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";

void loadCatalogue(language).then((catalogue) => {
  const i18n = createI18n(language, catalogue);
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <I18nextProvider i18n={i18n}>
          <HydratedRouter />
        </I18nextProvider>
      </StrictMode>,
    );
  });
});
