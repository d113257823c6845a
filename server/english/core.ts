import type { Messages } from "./messages.ts";

/** What every feature may answer: the table of failures, the general words of a field, the limits. */
export const core: Messages = {
  "请先登录。": "Please sign in.",
  "登录已过期，请重新登录；未保存的文字仍在本机。": "Your session has ended. Please sign in again; unsaved text is still on this device.",
  "登录名或密码不正确。": "The sign-in name or the password is wrong.",
  "登录失败次数过多，账号已暂时锁定，请稍后再试。": "Too many failed attempts. The account is locked for a while, please try again later.",
  "登录还有步骤未完成（两步验证或修改密码），请先在网页登录。":
    "Sign-in is not complete (second factor or a new password): sign in on the web page first.",
  "操作过于频繁，请稍后再试。": "Too many requests, please try again later.",
  "操作过于频繁，请{seconds:number}秒后再试。": "Too many requests, please try again in {seconds} s.",
  "请求来自其他网站，已拒绝。": "The request came from another site and was refused.",
  "您在这个空间里没有这项权限。": "You do not have this permission in this workspace.",
  "没有找到，或您不在这个空间里。": "Not found, or you are not in this workspace.",
  "请求的格式无法识别。": "The format of the request could not be read.",
  "请求的地址无法识别。": "The address of the request could not be read.",
  "请求的主机名不属于本站；请设置 PUBLIC_ORIGIN。": "The host name of the request is not this site's; please set PUBLIC_ORIGIN.",
  "这个地址不支持这种操作。": "This address does not support that operation.",
  "内容已被他人更新，请刷新后再试。": "Somebody else has changed this. Please reload and try again.",
  "填写的内容不符合要求。": "What was filled in does not meet the requirements.",
  "不支持这种内容格式。": "This content format is not supported.",
  "内容超过允许的大小。": "The content is larger than allowed.",
  "服务器暂时无法保存，可继续阅读，稍后会自动恢复。": "The server cannot save at the moment. You can go on reading; it recovers by itself.",
  "服务器出错了，已记录。": "Something went wrong on the server. It has been recorded.",
  "此刻打开方案的人太多，请几秒后再试。": "Too many people are opening plans right now. Please try again in a few seconds.",

  "请填写这一项。": "Please fill in this field.",
  "请从给出的选项里选择。": "Please choose one of the options.",
  "不能少于 {min:number}{unit:text}。": "At least {min}{unit}.",
  "不能超过 {max:number}{unit:text}。": "At most {max}{unit}.",
  " 个字": " characters",
  " 项": " entries",
  "有不认识的字段：{names:list}。": "Unknown fields: {names}.",

  // Filters of lists
  "日期应为年-月-日": "Please write the date as year-month-day.",
  没有这一类: "There is no such kind.",
  没有这种事件: "There is no such event.",
  没有这种结果: "There is no such outcome.",
  编号过长: "The number is too long.",
  数量应为数字: "The count should be a number.",
  数量应为整数: "The count should be a whole number.",
  至少一条: "At least one.",
  每类最多五十条: "At most fifty of each kind.",
};
