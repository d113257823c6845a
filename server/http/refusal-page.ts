/** The page for requests refused before any route ran: no script, no style of its own, nothing of the request in it. */
export function refusalPage(message: string, requestId: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>共研</title></head><body><main><h1>${message}</h1><p>请求编号：${requestId}</p><p><a href="/">回到首页</a></p></main></body></html>`;
}
