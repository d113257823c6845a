/** The whole editor as a page shows it, without the product around it. */
import i18next from "i18next";
import { createRoot } from "react-dom/client";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { wipeDeviceStore } from "#app/collab/device-store.ts";
import { PlanEditor } from "#app/editor/plan-editor.tsx";
import "#app/styles/tokens.css";
import "#app/styles/ground.css";
import "#app/styles/shell.css";
import "#app/styles/vocabulary.css";

const query = new URLSearchParams(location.search);
const access = query.get("access");
const i18n = i18next.createInstance();
await i18n.use(initReactI18next).init({ lng: query.get("lang") ?? "zh", resources: {}, interpolation: { escapeValue: false } });
document.documentElement.dataset.theme = query.get("theme") ?? "light";
window.wipeDeviceStore = wipeDeviceStore;
const root = document.getElementById("root");
if (root === null) throw new Error("no root");
createRoot(root).render(
  <I18nextProvider i18n={i18n}>
    <PlanEditor
      documentId={query.get("doc") ?? "document00"}
      userId={query.get("user") ?? "person"}
      title="三年推广应用计划"
      access={access === "read" || access === "comment" ? access : "write"}
      otherSide={query.get("other") ?? "applicant"}
      onChange={(report) => {
        window.report = report;
      }}
    >
      <p>正文由服务器先送来</p>
    </PlanEditor>
  </I18nextProvider>,
);
