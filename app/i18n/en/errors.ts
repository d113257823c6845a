export const errors = {
  title: {
    notFound: "Not found",
    forbidden: "No permission",
    unauthenticated: "Please sign in",
    storageUnavailable: "Cannot save at the moment",
    internal: "Something went wrong on the server",
  },
  helpStorage: "The server cannot save at the moment. You can go on reading; it recovers by itself.",
  helpNotFound:
    "The address may be mistyped, the document may have been moved, or you may not be in this workspace. To join, ask the person in charge on your side.",
  helpForbidden:
    "This page needs a further permission; everything else you can see has not changed. To get it, ask the person in charge on your side.",
  helpInternal:
    "Text already written is not affected. Please open the page again later; if it still fails, give the number below to the administrator.",
  requestId: "Number",
  toDesk: "Back to the desk",
  reload: "Open again",
};
