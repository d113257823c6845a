import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { MemoryRouter } from "react-router";
import { describe, expect, test } from "vitest";
import { en } from "#app/i18n/en.ts";
import { createI18n } from "#app/i18n/instance.ts";
import { zh } from "#app/i18n/zh.ts";
import { ActivityText } from "#app/workspaces/activity-text.tsx";
import { parseAct } from "#server/workspaces/contract.ts";
import type { ActivityView } from "#server/workspaces/queries.ts";

const CATALOGUES = { zh, en };
const PLAN = { documentId: "d1", versionId: "v1", title: "陇南市三年计划", number: 2, name: "会签稿" };

function say(language: "zh" | "en", type: string, payload: object, documentId: string | null = null): string {
  const activity = {
    id: 1,
    at: 0,
    side: "holder",
    workspaceId: "w1",
    workspaceTitle: "",
    actorId: null,
    actorName: null,
    actorMark: null,
    documentId,
    act: parseAct(type, JSON.stringify(payload)),
  } as ActivityView; // The ids are of this test only.
  return renderToStaticMarkup(
    <I18nextProvider i18n={createI18n(language, CATALOGUES[language])}>
      <MemoryRouter>
        <ActivityText activity={activity} />
      </MemoryRouter>
    </I18nextProvider>,
  );
}

describe("an activity in words", () => {
  test("names the plan and the version in the reader's language; the plan is the link", () => {
    expect(say("zh", "version.saved", PLAN, "d1")).toBe(
      '保存了<a href="/workspaces/w1/plans/d1" data-discover="true">《陇南市三年计划》</a>第2版“会签稿”',
    );
    expect(say("en", "version.saved", PLAN, "d1")).toBe(
      'saved version 2 “会签稿” of <a href="/workspaces/w1/plans/d1" data-discover="true">“陇南市三年计划”</a>',
    );
  });

  test("names the member and the role given", () => {
    const payload = { personId: "p", name: "武都区一教师", role: "schoolTeacher" };
    expect(say("zh", "member.added", payload)).toBe("添加了成员：武都区一教师（种子教师）");
    expect(say("en", "member.added", payload)).toBe("added 武都区一教师 as Seed teacher");
  });

  test("a plan that cannot be opened is named without a link", () => {
    expect(say("en", "plan.edited", PLAN)).toBe("edited “陇南市三年计划”");
  });

  test("a title that looks like a place of the catalogue or a tag stays text", () => {
    expect(say("zh", "plan.created", { ...PLAN, title: "{{name}}$t(common.product)<b>" })).toBe(
      "新建了《{{name}}$t(common.product)&lt;b&gt;》",
    );
  });

  test("of another release reads as an update", () => {
    expect([say("zh", "meeting.opened", {}), say("en", "meeting.opened", {})]).toEqual(["有更新", "made a change"]);
  });
});
