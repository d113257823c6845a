/** What people recognise a device by. Anything may be claimed in the header: this is for looking at, never for deciding. */
export interface Device {
  readonly browser: string | null;
  readonly system: string | null;
}

/** The first that fits: the forks name Chrome too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/i, "微信"],
  [/DingTalk/i, "钉钉"],
  [/QQBrowser|MQQBrowser/i, "QQ浏览器"],
  [/QIHU|360SE|360EE/i, "360浏览器"],
  [/MetaSr|Sogou/i, "搜狗浏览器"],
  [/UCBrowser|UBrowser/i, "UC浏览器"],
  [/HuaweiBrowser/i, "华为浏览器"],
  [/MiuiBrowser/i, "小米浏览器"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox|FxiOS/, "Firefox"],
  [/CriOS|Chrome\//, "Chrome"],
  [/Version\/[\d.]+ .*Safari/, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/i, "鸿蒙"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "安卓"],
  [/Windows NT 6\.1/, "Windows 7"],
  [/Windows NT 6\.[23]/, "Windows 8"],
  [/Windows NT 10/, "Windows"],
  [/Mac OS X/, "Mac"],
  [/UOS|Uniontech/i, "统信"],
  [/Kylin/i, "麒麟"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

export function describeDevice(userAgent: string): Device {
  const find = (list: readonly (readonly [RegExp, string])[]) => list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
  return { browser: find(BROWSERS), system: find(SYSTEMS) };
}
