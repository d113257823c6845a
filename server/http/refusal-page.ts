const WORDS = {
  zh: { lang: "zh-CN", product: "共研", number: "请求编号：", home: "回到首页" },
  en: { lang: "en", product: "Gongyan", number: "Request number: ", home: "Back to the start" },
};

/** The page for requests refused before any route ran: no script, no style of its own, nothing of the request in it. */
export function refusalPage(message: string, requestId: string, inEnglish: boolean): string {
  const { lang, product, number, home } = inEnglish ? WORDS.en : WORDS.zh;
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${product}</title></head><body><main><h1>${message}</h1><p>${number}${requestId}</p><p><a href="/">${home}</a></p></main></body></html>`;
}
