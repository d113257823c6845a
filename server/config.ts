/** The only reader of the environment. Every setting has a default; README's table is compared with SETTINGS by a test. */
import { join, resolve } from "node:path";
import { z } from "zod";
import { DEFAULT_LIMITS, type Limits } from "#collab/limits.ts";
import { createAddressList, isAddressRange, type AddressList } from "./core/addresses.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const KIB = 1024;

interface Setting<T extends z.ZodType> {
  readonly schema: T;
  /** As written in the environment; empty means unset. */
  readonly default: string;
  readonly meaning: string;
}

function setting<T extends z.ZodType>(schema: T, byDefault: string | number, meaning: string): Setting<T> {
  return { schema, default: String(byDefault), meaning };
}

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `应为 ${min} 到 ${max} 的整数`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `应为 ${min} 到 ${max} 的整数`);

const flag = z.enum(["0", "1"], "应为 0 或 1").transform((value) => value === "1");

const addresses = z.string().transform((text, ctx): readonly string[] => {
  const list = text.split(",").map((part) => part.trim());
  const present = list.filter((part) => part !== "");
  for (const part of present) {
    if (!isAddressRange(part)) ctx.addIssue({ code: "custom", message: `“${part}”不是地址或网段（例：10.0.0.0/8）` });
  }
  return present;
});

const origin = z.string().transform((text, ctx): URL | null => {
  if (text === "") return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, "")) return url;
  ctx.addIssue({ code: "custom", message: "应为完整的来源地址，不带路径（例：https://gongyan.example.cn）" });
  return z.NEVER;
});

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const SETTINGS_TABLE = {
  PORT: setting(integer(0, 65_535), 3000, "监听端口；0 为系统分配"),
  HOST: setting(z.string().max(255), "", "监听地址；空为本机所有地址"),
  DATA_DIR: setting(z.string().min(1, "不能为空"), "./data", "数据目录：数据库、日志段与锁文件"),
  PUBLIC_ORIGIN: setting(origin, "", "对外来源地址；https 时启用 HSTS 与 __Host- Cookie；空为按请求的 Host（仅限本机名与 IP）"),
  DEMO: setting(flag, 1, "1 为首次启动载入演示省，并在登录页列出演示账号；0 为空库，首次启动在终端给出一次性设置码"),
  DEMO_PASSWORD: setting(z.string().max(200), "", "演示账号的共同密码；空为首次启动生成"),
  TRUSTED_PROXIES: setting(addresses, "", "可信代理的地址或网段，逗号分隔；只采信它们的 X-Forwarded-For"),
  METRICS_FROM: setting(addresses, "", "除本机外可读 /metrics 的地址或网段，逗号分隔；经代理的请求，X-Forwarded-For 里的地址须全在其中"),
  LOG_LEVEL: setting(z.enum(LOG_LEVELS, `应为 ${LOG_LEVELS.join("、")} 之一`), "info", "日志级别"),
  SESSION_IDLE_MINUTES: setting(integer(1, 1440), 30, "无操作多少分钟后会话结束；打字算操作"),
  SESSION_ABSOLUTE_HOURS: setting(integer(1, 168), 12, "会话最长小时数"),
  SIGN_IN_FAILURES: setting(integer(1, 100), 5, "窗口内失败多少次锁定账号"),
  SIGN_IN_WINDOW_MINUTES: setting(integer(1, 1440), 15, "失败计数窗口，分钟"),
  SIGN_IN_LOCK_MINUTES: setting(integer(1, 1440), 20, "账号锁定时长，分钟"),
  SIGN_IN_PREFIX_FAILURES: setting(integer(1, 100_000), 30, "同一地址段（IPv4 单址、IPv6 /64）窗口内失败多少次后放慢"),
  SIGN_IN_QUEUE: setting(integer(1, 10_000), 64, "同时等待验证密码的请求数上限"),
  SESSION_IDLE_ADMIN_MINUTES: setting(integer(1, 1440), 10, "运行人员与省级管理无操作多少分钟后会话结束"),
  SESSIONS_PER_USER: setting(integer(1, 100), 5, "每人同时有效的会话数；超出时最早的一个结束"),
  PASSWORD_LENGTH: setting(integer(8, 64), 10, "密码最少多少位；设为 8 时须含三类字符"),
  PASSWORD_MAX_DAYS: setting(integer(0, 3650), 0, "密码用多少天后须更换；0 为不限"),
  INITIAL_PASSWORD_DAYS: setting(integer(1, 90), 14, "一次性初始密码多少天内有效"),
  UNUSED_DAYS: setting(integer(0, 3650), 90, "多少天未登录自动停用账号；0 为不停用"),
  TOKEN_MAX_DAYS: setting(integer(1, 3650), 365, "访问令牌最长有效天数"),
  SECRET_FILE: setting(z.string().max(1000), "", "密钥文件；空为数据目录下的 secret.key，首次启动生成，须与数据库分开备份"),
  MANAGE_FROM: setting(addresses, "", "可进入管理页面的地址或网段，逗号分隔；空为不限"),
  AUDIT_DAYS: setting(integer(183, 36_500), 400, "审计日志在库内保留多少天，不少于 183；更早的归档到文件"),
  REQUESTS_PER_MINUTE: setting(integer(10, 1_000_000), 600, "每人每分钟请求数上限"),
  REQUEST_BURST: setting(integer(10, 1_000_000), 300, "每人请求的突发上限"),
  PREFIX_REQUESTS_PER_MINUTE: setting(integer(10, 10_000_000), 20_000, "同一地址段每分钟请求数上限"),
  PREFIX_REQUEST_BURST: setting(integer(10, 10_000_000), 5_000, "同一地址段请求的突发上限"),
  IMPORT_FILE_KB: setting(integer(16, 102_400), 10_240, "导入文件上限，KiB"),
  IMPORT_ROWS: setting(integer(100, 1_000_000), 50_000, "导入行数上限"),
  REQUEST_BODY_KB: setting(integer(1, 102_400), 512, "页面与接口请求体上限，KiB"),
  PLAN_WRITES_PER_MINUTE: setting(integer(1, 1_000_000), 120, "每人每分钟新建方案、存版本与恢复的次数"),
  PLAN_WRITE_BURST: setting(integer(1, 1_000_000), 300, "新建方案、存版本与恢复的突发上限"),
  DRAIN_SECONDS: setting(integer(0, 600), 10, "停止时最多等待多少秒写完"),
  COLLAB_FRAME_KB: setting(integer(16, 65_536), DEFAULT_LIMITS.maxFrame / KIB, "协作单帧上限，KiB"),
  COLLAB_UPDATE_KB: setting(integer(4, 65_536), DEFAULT_LIMITS.maxUpdate / KIB, "协作单次更新上限，KiB"),
  COLLAB_DOCUMENT_KB: setting(integer(64, 1_048_576), DEFAULT_LIMITS.maxDocument / KIB, "单篇文档上限，KiB"),
  COLLAB_STATE_VECTOR_KB: setting(integer(1, 4096), DEFAULT_LIMITS.maxStateVector / KIB, "状态向量上限，KiB"),
  COLLAB_PRESENCE_BYTES: setting(integer(256, 65_536), DEFAULT_LIMITS.maxAwareness, "单人在场状态上限，字节"),
  COLLAB_NEW_CLIENTS_PER_DAY: setting(integer(1, 100_000), DEFAULT_LIMITS.newClientsPerDay, "每人每篇每天新增编辑端上限"),
  COLLAB_MESSAGES_PER_SECOND: setting(
    integer(1, 100_000),
    DEFAULT_LIMITS.messagesPerSecond,
    "每个协作连接每秒消息数；一人在一篇文档里合计为其 8 倍",
  ),
  COLLAB_MESSAGE_BURST: setting(integer(1, 100_000), DEFAULT_LIMITS.messageBurst, "协作消息突发上限"),
  COLLAB_SOCKETS_PER_USER: setting(integer(1, 10_000), 50, "每人同时打开的协作连接数"),
  COLLAB_BACKPRESSURE_KB: setting(integer(16, 1_048_576), 1024, "单个连接待发数据上限，KiB；超出即断开重连"),
  COLLAB_HEARTBEAT_SECONDS: setting(integer(1, 3600), 10, "协作连接心跳间隔，秒；三次无应答即断开"),
  COLLAB_SWEEP_MS: setting(integer(50, 60_000), 1000, "复查已连接者的会话与权限的间隔，毫秒"),
  COLLAB_TEXT_WINDOW_MS: setting(integer(0, 1000), DEFAULT_LIMITS.textWindow, "繁忙时合并转发的窗口，毫秒"),
  COLLAB_IDLE_UNLOAD_SECONDS: setting(integer(0, 86_400), DEFAULT_LIMITS.idleUnload / 1000, "无人后多少秒移出内存"),
  COLLAB_COMPACT_ROWS: setting(integer(1, 1_000_000), DEFAULT_LIMITS.compactRows, "日志多少行后压缩"),
  COLLAB_COMPACT_KB: setting(integer(1, 1_048_576), DEFAULT_LIMITS.compactBytes / KIB, "日志多少 KiB 后压缩"),
  EVENTS_MESSAGES_PER_SECOND: setting(integer(1, 10_000), 5, "每个页面每秒事件消息数"),
  EVENTS_MESSAGE_BURST: setting(integer(1, 10_000), 40, "事件消息突发上限"),
  EVENTS_SOCKETS_PER_USER: setting(integer(1, 10_000), 30, "每人同时打开的事件连接数"),
} as const;

type SettingName = keyof typeof SETTINGS_TABLE;
type Values = { [Name in SettingName]: z.output<(typeof SETTINGS_TABLE)[Name]["schema"]> };

/** Name, default and meaning of every setting, in README's order. */
export const SETTINGS: readonly { name: string; default: string; meaning: string }[] = Object.entries(SETTINGS_TABLE).map(
  ([name, { default: byDefault, meaning }]) => ({ name, default: byDefault, meaning }),
);

/** A setting has a value the product cannot run with. The message is one Chinese line. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`配置有误：${problems.join("；")}`);
    this.name = "ConfigError";
  }
}

export type Config = ReturnType<typeof parseConfig>;
export type SignInLimits = Config["signIn"];
export type SessionLimits = Config["session"];

/** Reads all settings of `env`; empty counts as unset. All durations in ms, all sizes in bytes. @throws ConfigError */
export function parseConfig(env: Readonly<Record<string, string | undefined>>) {
  const values = readValues(env);
  const { publicOrigin, trustedProxies, metricsFrom } = {
    publicOrigin: values.PUBLIC_ORIGIN?.origin ?? null,
    trustedProxies: createAddressList(values.TRUSTED_PROXIES),
    metricsFrom: createAddressList(["127.0.0.0/8", "::1", ...values.METRICS_FROM]),
  } satisfies { publicOrigin: string | null; trustedProxies: AddressList; metricsFrom: AddressList };
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: resolve(values.DATA_DIR),
    publicOrigin,
    secure: publicOrigin?.startsWith("https:") ?? false,
    demo: values.DEMO,
    demoPassword: values.DEMO_PASSWORD === "" ? null : values.DEMO_PASSWORD,
    trustedProxies,
    metricsFrom,
    logLevel: values.LOG_LEVEL,
    session: {
      idle: values.SESSION_IDLE_MINUTES * MINUTE,
      absolute: values.SESSION_ABSOLUTE_HOURS * HOUR,
      idlePrivileged: Math.min(values.SESSION_IDLE_ADMIN_MINUTES, values.SESSION_IDLE_MINUTES) * MINUTE,
      perPerson: values.SESSIONS_PER_USER,
    },
    accounts: {
      passwordLength: values.PASSWORD_LENGTH,
      passwordMaxAge: values.PASSWORD_MAX_DAYS * 24 * HOUR,
      initialPasswordLife: values.INITIAL_PASSWORD_DAYS * 24 * HOUR,
      unusedAfter: values.UNUSED_DAYS * 24 * HOUR,
      tokenMaxLife: values.TOKEN_MAX_DAYS * 24 * HOUR,
    },
    secretFile: resolve(values.SECRET_FILE === "" ? join(values.DATA_DIR, "secret.key") : values.SECRET_FILE),
    manageFrom: values.MANAGE_FROM.length === 0 ? null : createAddressList(values.MANAGE_FROM),
    auditKeep: values.AUDIT_DAYS * 24 * HOUR,
    requests: {
      person: { perMinute: values.REQUESTS_PER_MINUTE, burst: values.REQUEST_BURST },
      prefix: { perMinute: values.PREFIX_REQUESTS_PER_MINUTE, burst: values.PREFIX_REQUEST_BURST },
    },
    imports: { maxFile: values.IMPORT_FILE_KB * KIB, maxRows: values.IMPORT_ROWS },
    signIn: {
      failures: values.SIGN_IN_FAILURES,
      window: values.SIGN_IN_WINDOW_MINUTES * MINUTE,
      lock: values.SIGN_IN_LOCK_MINUTES * MINUTE,
      prefixFailures: values.SIGN_IN_PREFIX_FAILURES,
      queue: values.SIGN_IN_QUEUE,
    },
    maxBody: values.REQUEST_BODY_KB * KIB,
    planWrites: { perMinute: values.PLAN_WRITES_PER_MINUTE, burst: values.PLAN_WRITE_BURST },
    drainDeadline: values.DRAIN_SECONDS * 1000,
    collab: {
      limits: collabLimits(values),
      socketsPerUser: values.COLLAB_SOCKETS_PER_USER,
      backpressure: values.COLLAB_BACKPRESSURE_KB * KIB,
      heartbeat: values.COLLAB_HEARTBEAT_SECONDS * 1000,
      sweepEvery: values.COLLAB_SWEEP_MS,
    },
    events: {
      perSecond: values.EVENTS_MESSAGES_PER_SECOND,
      burst: values.EVENTS_MESSAGE_BURST,
      socketsPerPerson: values.EVENTS_SOCKETS_PER_USER,
    },
  };
}

function collabLimits(values: Values): Limits {
  return {
    maxFrame: values.COLLAB_FRAME_KB * KIB,
    maxUpdate: values.COLLAB_UPDATE_KB * KIB,
    maxDocument: values.COLLAB_DOCUMENT_KB * KIB,
    maxStateVector: values.COLLAB_STATE_VECTOR_KB * KIB,
    maxAwareness: values.COLLAB_PRESENCE_BYTES,
    newClientsPerDay: values.COLLAB_NEW_CLIENTS_PER_DAY,
    messagesPerSecond: values.COLLAB_MESSAGES_PER_SECOND,
    messageBurst: values.COLLAB_MESSAGE_BURST,
    textWindow: values.COLLAB_TEXT_WINDOW_MS,
    idleUnload: values.COLLAB_IDLE_UNLOAD_SECONDS * 1000,
    compactRows: values.COLLAB_COMPACT_ROWS,
    compactBytes: values.COLLAB_COMPACT_KB * KIB,
  };
}

function readValues(env: Readonly<Record<string, string | undefined>>): Values {
  const shape = Object.fromEntries(Object.entries(SETTINGS_TABLE).map(([name, { schema }]) => [name, schema]));
  const raw = Object.fromEntries(
    Object.entries(SETTINGS_TABLE).map(([name, { default: byDefault }]) => {
      const given = env[name]?.trim();
      return [name, given === undefined || given === "" ? byDefault : given];
    }),
  );
  const parsed = z.object(shape).safeParse(raw);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`));
  // The object schema is built from SETTINGS_TABLE by name; fromEntries only loses the names.
  return parsed.data as Values;
}

/** The settings of this process. @throws ConfigError */
export function readConfig(): Config {
  return parseConfig(process.env);
}
