import { DomainError } from "#server/core/errors.ts";
import type { ImportFile } from "./commands.ts";

/** The file of an upload form. @throws DomainError invalid: no file, an empty one, or a body that is no form */
export async function readUpload(request: Request): Promise<ImportFile> {
  const file = (await readForm(request)).get("file");
  if (!(file instanceof File) || file.size === 0) throw new DomainError("invalid", { message: "请选择一个不为空的文件。" });
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** A body that is no form is the sender's mistake, not ours. */
async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    throw new DomainError("invalid", { message: "上传的内容不完整，请重新选择文件。", cause: error });
  }
}
