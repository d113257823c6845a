import type { Node } from "prosemirror-model";

/** The text of the editor as a file a person can keep: one line a block, cells parted by tabs. */
export function plainText(doc: Node): string {
  return doc.children
    .map((node) => {
      if (node.type.name !== "table") return node.textContent;
      return node.children.map((row) => row.children.map((cell) => cell.textContent).join("\t")).join("\r\n");
    })
    .join("\r\n");
}

/** Lets the person keep the text as a file, without any server. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
