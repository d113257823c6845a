import yauzl, { type Entry, type ZipFile } from "yauzl";
import { Refused } from "./refused.ts";

/** Rule R43: in memory, by entry name, under caps. Sizes in bytes. */
export const ZIP_LIMITS = { entries: 2_000, unpacked: 200 * 1024 * 1024, ratio: 100, ratioFrom: 1024 * 1024 } as const;

/** External content a workbook may name; opened by nobody here, refused so that it also reaches nobody who opens an export of ours. */
const EXTERNAL = /(^|\/)(externalLinks|embeddings|activeX|ctrlProps)\/|vbaProject\.bin$/i;
const XML = /\.(xml|rels|vml)$/i;

/**
 * Unpacks every entry once under the caps before the spreadsheet library sees the file: the sizes a zip states are not believed.
 * @throws Refused
 */
export async function checkWorkbookZip(bytes: Buffer): Promise<void> {
  const zip = await open(bytes);
  if (zip.entryCount > ZIP_LIMITS.entries)
    throw new Refused(`压缩包里有${zip.entryCount}个文件，超过${ZIP_LIMITS.entries}个，不是正常的表格文件。`);
  const state = { unpacked: 0, entries: 0, names: new Set<string>() };
  try {
    for await (const entry of zip.eachEntry()) {
      checkEntry(entry, state);
      await inflate(zip, entry, (size) => {
        state.unpacked += size;
        if (state.unpacked > ZIP_LIMITS.unpacked) throw new Refused("表格文件解开后超过200 MB，已停止读取。");
        if (state.unpacked > ZIP_LIMITS.ratioFrom && state.unpacked > bytes.length * ZIP_LIMITS.ratio)
          throw new Refused("表格文件的压缩比超过100:1，疑似压缩炸弹，已停止读取。");
      });
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("xlsx 文件已损坏，无法解开。请重新另存后再上传。");
  }
  if (!state.names.has("[Content_Types].xml") || !state.names.has("xl/workbook.xml"))
    throw new Refused("不是 xlsx 表格：压缩包里没有工作簿。请在表格软件里另存为 xlsx 或 CSV。");
}

function checkEntry(entry: Entry, state: { entries: number; names: Set<string> }): void {
  state.entries += 1;
  if (state.entries > ZIP_LIMITS.entries) throw new Refused("压缩包里的文件过多，不是正常的表格文件。");
  const name = entry.fileName;
  if (state.names.has(name)) throw new Refused("表格文件里有重名的部分，可能已损坏或被改动。");
  state.names.add(name);
  if (entry.isEncrypted()) throw new Refused("表格文件有密码，请去掉密码后再上传。");
  if (EXTERNAL.test(name)) throw new Refused("表格里有外部链接、嵌入对象或宏，请另存为不含这些内容的 xlsx，或另存为 CSV。");
  // High half of the attributes is the Unix mode; 0o120000 is a symbolic link.
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) throw new Refused("表格文件里有符号链接，已拒绝。");
}

async function open(bytes: Buffer): Promise<ZipFile> {
  try {
    return await yauzl.fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true });
  } catch {
    throw new Refused("不是完整的 xlsx 文件，可能已损坏或改过扩展名。请重新另存为 xlsx 或 CSV。");
  }
}

/** Counts what really comes out, and looks for a document type: entities are how XML reads what is not in the file. */
async function inflate(zip: ZipFile, entry: Entry, count: (size: number) => void): Promise<void> {
  if (entry.fileName.endsWith("/")) return;
  const stream = await zip.openReadStreamPromise(entry);
  let tail = "";
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) continue;
    count(chunk.length);
    if (!XML.test(entry.fileName)) continue;
    const text = tail + Buffer.from(chunk).toString("latin1");
    if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Refused("表格文件里有外部实体定义，已拒绝。");
    if (/TargetMode\s*=\s*["']External["']/i.test(text) && !/hyperlink/i.test(text)) throw new Refused("表格里引用了外部文件，已拒绝。");
    tail = text.slice(-64);
  }
}
