/** One table for every expected failure: HTTP status, WebSocket close code, Chinese message, and whether it is worth a report. */
export const ERRORS = {
  unauthenticated: { status: 401, close: 4401, message: "请先登录。", report: false },
  sessionExpired: { status: 401, close: 4401, message: "登录已过期，请重新登录；未保存的文字仍在本机。", report: false },
  badCredentials: { status: 401, close: 4401, message: "登录名或密码不正确。", report: false },
  accountLocked: { status: 423, close: 4401, message: "登录失败次数过多，账号已暂时锁定，请稍后再试。", report: true },
  stepsRequired: { status: 403, close: 4403, message: "登录还有步骤未完成（两步验证或修改密码），请先在网页登录。", report: false },
  tooManyRequests: { status: 429, close: 4429, message: "操作过于频繁，请稍后再试。", report: false },
  foreignOrigin: { status: 403, close: 4403, message: "请求来自其他网站，已拒绝。", report: true },
  forbidden: { status: 403, close: 4403, message: "您在这个空间里没有这项权限。", report: false },
  notFound: { status: 404, close: 4404, message: "没有找到，或您不在这个空间里。", report: false },
  malformed: { status: 400, close: 4422, message: "请求的格式无法识别。", report: false },
  methodNotAllowed: { status: 405, close: 4422, message: "这个地址不支持这种操作。", report: false },
  conflict: { status: 409, close: 4409, message: "内容已被他人更新，请刷新后再试。", report: false },
  invalid: { status: 422, close: 4422, message: "填写的内容不符合要求。", report: false },
  unsupportedMedia: { status: 415, close: 4415, message: "不支持这种内容格式。", report: false },
  tooLarge: { status: 413, close: 4413, message: "内容超过允许的大小。", report: false },
  storageUnavailable: { status: 503, close: 4503, message: "服务器暂时无法保存，可继续阅读，稍后会自动恢复。", report: true },
  internal: { status: 500, close: 4500, message: "服务器出错了，已记录。", report: true },
} as const;

export type ErrorCode = keyof typeof ERRORS;
/** Field name to Chinese message, for forms and API bodies. */
export type FieldErrors = Record<string, string>;

/** An expected failure. Anything else that is thrown is a bug: logged with a request id, answered as `internal`. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldErrors;
  /** Seconds to wait before trying again, where that is known. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: { message?: string; fields?: FieldErrors; retryAfter?: number; cause?: unknown } = {}) {
    super(options.message ?? ERRORS[code].message, { cause: options.cause });
    this.name = "DomainError";
    this.code = code;
    this.fields = options.fields ?? {};
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
