export const errors = {
  title: {
    notFound: "Not found",
    forbidden: "No permission",
    unauthenticated: "Please sign in",
    storageUnavailable: "Cannot save at the moment",
    internal: "Something went wrong on the server",
  },
  text: {
    unauthenticated: "Please sign in.",
    sessionExpired: "Your session has ended. Please sign in again; unsaved text is still on this device.",
    badCredentials: "The sign-in name or the password is wrong.",
    accountLocked: "Too many failed attempts. The account is locked for a while, please try again later.",
    tooManyRequests: "Too many requests, please try again later.",
    foreignOrigin: "The request came from another site and was refused.",
    forbidden: "You do not have this permission in this workspace.",
    notFound: "Not found, or you are not in this workspace.",
    conflict: "Somebody else has changed this. Please refresh and try again.",
    invalid: "What was filled in does not meet the requirements.",
    unsupportedMedia: "This content format is not supported.",
    tooLarge: "The content is larger than allowed.",
    storageUnavailable: "The server cannot save at the moment. You can go on reading; it recovers by itself.",
    internal: "Something went wrong on the server. It has been recorded.",
  },
  helpNotFound:
    "The address may be mistyped, the document may have been moved, or you may not be in this workspace. To join, ask the person in charge on your side.",
  helpForbidden: "What you can already see has not changed. To get this permission, ask the person in charge on your side.",
  helpInternal:
    "Text already written is not affected. Please open the page again later; if it still fails, give the number below to the administrator.",
  requestId: "Number",
  toDesk: "Back to the desk",
  reload: "Open again",
};
