import { expect, test } from "vitest";
import { describeDevice } from "#server/accounts/device.ts";

const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36";

test.each([
  [WINDOWS, "Chrome", "Windows"],
  [`${WINDOWS} Edg/109.0`, "Edge", "Windows"],
  [`${WINDOWS} QIHU 360EE`, "360浏览器", "Windows"],
  [WINDOWS.replace("NT 10.0", "NT 6.1"), "Chrome", "Windows 7"],
  [`${WINDOWS} SE 2.X MetaSr 1.0`, "搜狗浏览器", "Windows"],
  ["Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107 Mobile Safari/537.36 MicroMessenger/8.0", "微信", "安卓"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605 Version/16.0 Mobile/15E148 Safari/604.1", "Safari", "iPhone"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:101.0) Gecko/20100101 Firefox/101.0", "Firefox", "Linux"],
  ["curl/8.5.0", null, null],
  ["", null, null],
])("%s is shown as %s on %s", (userAgent, browser, system) => {
  expect(describeDevice(userAgent)).toEqual({ browser, system });
});
