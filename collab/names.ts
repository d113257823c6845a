/** Path of the collaboration endpoint; the document id follows. */
export const COLLAB_PATH = "/collab/";
/** Name of the shared XmlFragment that holds the text. */
export const BODY = "body";
/** Version of the document shapes. An older editor is told to reload. */
export const SCHEMA_VERSION = 1;

/** Document ids are what ids.next() makes; anything else never reaches the store. */
const DOCUMENT_ID = /^[a-z0-9]{8,40}$/;

/** The document id in a request path, or null where the path is not a collaboration address. */
export function documentIdFromPath(path: string): string | null {
  if (!path.startsWith(COLLAB_PATH)) return null;
  const id = path.slice(COLLAB_PATH.length);
  return DOCUMENT_ID.test(id) ? id : null;
}
