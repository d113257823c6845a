import type { CDPSession, Page } from "playwright-core";
import { waitFor } from "#test/support/wait.ts";

/** What a person sees of the save light in one painted frame. */
export interface Lamps {
  readonly word: string;
  readonly device: boolean;
  readonly server: boolean;
  readonly other: boolean;
}

declare global {
  interface Window {
    /** Painted frames in which the light or the text was new. */
    painted: { word: string; lamps: boolean[]; text: string }[];
  }
}

/** One person at the editor of the real plan page. */
export class Writer {
  readonly page: Page;
  readonly #cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.#cdp = cdp;
  }

  /** Opens a plan and waits until its text is live. */
  static async open(page: Page, path: string): Promise<Writer> {
    await page.goto(path);
    await page.locator(".ProseMirror h1").waitFor();
    await page.locator(".save[data-word]").waitFor();
    return new Writer(page, await page.context().newCDPSession(page));
  }

  /** Text of the blocks, without the carets drawn into them. */
  blocks(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll(".ProseMirror > *")].map((block) => {
        const copy = block.cloneNode(true) as Element;
        for (const widget of copy.querySelectorAll(".ProseMirror-widget")) widget.remove();
        return copy.textContent.replaceAll("\u200B", "");
      }),
    );
  }

  async text(): Promise<string> {
    return (await this.blocks()).join("\n");
  }

  /** Puts the caret at the beginning or end of the block that holds this text. */
  async place(text: string, where: "start" | "end" = "end"): Promise<void> {
    const block = this.page.locator(".ProseMirror > *", { hasText: text }).first();
    await block.click();
    await block.evaluate((element, atEnd) => {
      const target = element.querySelector("p") ?? element;
      document.getSelection()?.collapse(target, atEnd ? target.childNodes.length : 0);
    }, where === "end");
  }

  /** Begins a new paragraph below the block that holds this text. */
  async newParagraph(after: string): Promise<void> {
    await this.place(after);
    await this.page.keyboard.press("Enter");
  }

  /** A word as a pinyin input method writes it: the letters one by one, then the characters in their place. */
  async compose(pinyin: string, word: string): Promise<void> {
    await this.composeOnly(pinyin);
    await this.commit(word);
  }

  /** Leaves the composition open. */
  async composeOnly(pinyin: string): Promise<void> {
    for (let length = 1; length <= pinyin.length; length++) {
      await this.#cdp.send("Input.imeSetComposition", { text: pinyin.slice(0, length), selectionStart: length, selectionEnd: length });
    }
  }

  async commit(word: string): Promise<void> {
    await this.#cdp.send("Input.insertText", { text: word });
  }

  lamps(): Promise<Lamps> {
    return this.page.locator(".save[data-word]").evaluate((light) => {
      const [device = false, server = false, other = false] = [...light.querySelectorAll(".lamps i")].map((lamp) =>
        lamp.classList.contains("on"),
      );
      return { word: light.getAttribute("data-word") ?? "", device, server, other };
    });
  }

  async waitForWord(...words: string[]): Promise<Lamps> {
    return waitFor(
      async () => {
        const lamps = await this.lamps();
        return words.includes(lamps.word) && lamps;
      },
      { what: `the light to say ${words.join(" or ")}` },
    );
  }

  async waitForText(text: string): Promise<void> {
    await waitFor(async () => (await this.text()).includes(text), { what: `“${text}” on the page` });
  }

  /** From now on keeps what every painted frame showed: the light together with the text it stood beside. */
  async watchFrames(): Promise<void> {
    await this.page.evaluate(() => {
      window.painted = [];
      const look = () => {
        requestAnimationFrame(look);
        const light = document.querySelector(".save[data-word]");
        const word = light?.getAttribute("data-word") ?? "";
        const lamps = [...(light?.querySelectorAll(".lamps i") ?? [])].map((lamp) => lamp.classList.contains("on"));
        const text = document.querySelector(".ProseMirror")?.textContent ?? "";
        const last = window.painted.at(-1);
        if (last?.text !== text || last.word !== word || last.lamps.join() !== lamps.join()) window.painted.push({ word, lamps, text });
      };
      look();
    });
  }

  frames(): Promise<Window["painted"]> {
    return this.page.evaluate(() => window.painted);
  }
}

/** Waits until all pages show the same blocks, and returns them. */
export function sameText(...writers: readonly Writer[]): Promise<string[]> {
  return waitFor(
    async () => {
      const [first, ...others] = await Promise.all(writers.map((writer) => writer.blocks()));
      return first !== undefined && others.every((other) => JSON.stringify(other) === JSON.stringify(first)) && first;
    },
    { what: "equal text in all pages" },
  );
}
