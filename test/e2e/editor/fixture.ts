import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser, openContext } from "#test/support/browser.ts";
import { makeDirectory, removeDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";
import { buildHarness } from "./build-harness.ts";
import { Relay } from "./relay.ts";

export interface Stage {
  readonly relay: Relay;
  readonly browser: Browser;
  /** Opens the editor of a document as a person. */
  open(documentId: string, person?: Person, search?: string): Promise<Writer>;
}

export interface Person {
  readonly name: string;
  readonly side: "holder" | "applicant";
  readonly access: "write" | "comment" | "read";
}

const GUEST: Person = { name: "讲师", side: "holder", access: "write" };

/** One page with the editor, and the hands of its user. */
export class Writer {
  readonly page: Page;
  readonly cdp: CDPSession;

  constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.cdp = cdp;
  }

  get editor() {
    return this.page.locator(".ProseMirror");
  }

  blocks(): Promise<string[]> {
    return this.page.evaluate(() => window.harness.core.view.state.doc.children.map((node) => node.textContent));
  }

  /** Writes a word as a pinyin input method does: letters one by one, then the characters. */
  async compose(pinyin: string, word: string): Promise<void> {
    for (let length = 1; length <= pinyin.length; length++) await this.#compose(pinyin.slice(0, length));
    await this.cdp.send("Input.insertText", { text: word });
  }

  async #compose(text: string): Promise<void> {
    await this.cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }

  /** Leaves a composition open. */
  async composeOnly(pinyin: string): Promise<void> {
    for (let length = 1; length <= pinyin.length; length++) await this.#compose(pinyin.slice(0, length));
  }

  async commit(word: string): Promise<void> {
    await this.cdp.send("Input.insertText", { text: word });
  }

  /** Puts the caret at an offset of a block. */
  async place(block: number, offset: number): Promise<void> {
    await this.page.evaluate(
      ([index, at]) => {
        const { view } = window.harness.core;
        let pos = 1;
        for (let i = 0; i < index; i++) pos += view.state.doc.child(i).nodeSize;
        view.focus();
        window.harness.select(pos + at);
      },
      [block, offset] as const,
    );
  }
}

/** Bundle, server and browser for the tests of one file. */
export function useStage(): () => Stage {
  let stage: Stage | undefined;
  const directory = makeDirectory("gongyan-editor-");
  let closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    await buildHarness(directory);
    const relay = new Relay(directory);
    await relay.start();
    const browser = await launchBrowser();
    closing = [() => browser.close(), () => relay[Symbol.asyncDispose]()];
    stage = { relay, browser, open: (id, person = GUEST, search = "") => openWriter(browser, relay, id, person, search) };
  });
  afterAll(async () => {
    for (const close of closing) await close();
    removeDirectory(directory);
  });
  return () => {
    if (stage === undefined) throw new Error("the stage is not set yet");
    return stage;
  };
}

async function openWriter(browser: Browser, relay: Relay, id: string, person: Person, search: string): Promise<Writer> {
  const cookie = `person=${encodeURIComponent(`${person.name}|${person.side}|${person.access}`)}`;
  const context = await openContext(browser, { origin: relay.origin, cookie });
  const page = await context.newPage();
  await page.goto(`/index.html?doc=${id}${search}`);
  await page.locator(".ProseMirror").waitFor();
  return new Writer(page, await context.newCDPSession(page));
}

/** Waits until all pages show the same text, and returns it. */
export async function sameText(writers: readonly Writer[]): Promise<string[]> {
  return waitFor(
    async () => {
      const [first, ...others] = await Promise.all(writers.map((writer) => writer.blocks()));
      return first !== undefined && others.every((other) => JSON.stringify(other) === JSON.stringify(first)) && first;
    },
    { what: "equal text in all pages" },
  );
}
