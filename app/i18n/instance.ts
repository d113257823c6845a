import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "./language.ts";
import type { zh } from "./zh.ts";

export type Catalogue = typeof zh;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: { app: Catalogue };
    returnNull: false;
  }
}

/** One instance a request on the server, one a page in the browser: it never loads anything by itself. */
export function createI18n(language: Language, catalogue: object): i18n {
  const instance = i18next.createInstance();
  instance.use(initReactI18next);
  void instance.init({
    lng: language,
    fallbackLng: false,
    ns: ["app"],
    defaultNS: "app",
    resources: { [language]: { app: catalogue } },
    initAsync: false,
    returnNull: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}
