/** Cookie in which a browser keeps the language of its pages: the pages set it, answers that come before any page look at it too. */
export const LANGUAGE_COOKIE = "gongyan_language";
