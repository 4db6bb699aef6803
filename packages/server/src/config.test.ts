import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { isPrivateAddress, originWarnings } from "./config/origin-warnings.ts";
import { readConfig, settings } from "./config.ts";

const defaults = {
  host: "127.0.0.1",
  port: 8080,
  dataFolder: "./data",
  origin: undefined,
  apiKey: undefined,
  databaseUrl: undefined,
  pooler: "none",
  trustedProxies: [],
  privateReceivers: "refuse",
  deliveryRetries: [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400, 86_400],
  dnsServers: [],
  smtpUrl: undefined,
  mailFrom: undefined,
  bodyLimit: 1_048_576,
  stopDelay: 0,
  eventDays: 0,
  metricsAddress: undefined,
  metricsToken: undefined,
  traceEndpoint: undefined,
  traceHeaders: {},
  serviceName: "rollcall",
  traceShare: 1,
  logLevel: "info",
};

describe("settings", () => {
  test("an empty environment gives the defaults, and a variable set to nothing counts as not set", () => {
    assert.deepEqual(readConfig({}), { config: defaults, warnings: [] });
    assert.deepEqual(readConfig({ ROLLCALL_PORT: "", ROLLCALL_ORIGIN: "" }), { config: defaults, warnings: [] });
  });

  test("every setting is read", () => {
    const read = readConfig({
      ROLLCALL_HOST: "0.0.0.0",
      ROLLCALL_PORT: "443",
      ROLLCALL_DATA: "/var/lib/rollcall",
      ROLLCALL_ORIGIN: "https://SCIM.example.com/",
      ROLLCALL_API_KEY: "correct-horse-battery",
      DATABASE_URL: "postgres://rollcall@db.example.com/rollcall",
      ROLLCALL_POOLER: "transaction",
      ROLLCALL_TRUSTED_PROXIES: "10.0.0.5, fd00::/8",
      ROLLCALL_PRIVATE_RECEIVERS: "allow",
      ROLLCALL_DELIVERY_RETRIES: "1, 60,3600",
      ROLLCALL_DNS_SERVERS: "10.0.0.53, 10.0.0.54:5353,fd00::53, [fd00::54]:5353",
      ROLLCALL_SMTP_URL: "smtp://rollcall:p%40ss@mail.example.com",
      ROLLCALL_MAIL_FROM: "Rollcall <rollcall@example.com>",
      ROLLCALL_BODY_LIMIT: "512KB",
      ROLLCALL_STOP_DELAY: "15",
      ROLLCALL_EVENT_DAYS: "400",
      ROLLCALL_METRICS_ADDRESS: "[::1]:9464",
      ROLLCALL_METRICS_TOKEN: "correct-horse-gauge",
      OTEL_EXPORTER_OTLP_ENDPOINT: "https://otel.example.com/tenant-7/",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc, x-team=identity",
      OTEL_SERVICE_NAME: "rollcall-eu",
      OTEL_TRACES_SAMPLER_ARG: "0.05",
      ROLLCALL_LOG_LEVEL: "WARN",
    });
    const config = {
      host: "0.0.0.0",
      port: 443,
      dataFolder: "/var/lib/rollcall",
      origin: "https://scim.example.com",
      apiKey: "correct-horse-battery",
      databaseUrl: "postgres://rollcall@db.example.com/rollcall",
      pooler: "transaction",
      trustedProxies: ["10.0.0.5", "fd00::/8"],
      privateReceivers: "allow",
      deliveryRetries: [1, 60, 3_600],
      dnsServers: ["10.0.0.53", "10.0.0.54:5353", "fd00::53", "[fd00::54]:5353"],
      smtpUrl: { host: "mail.example.com", port: 587, tls: "starttls", user: "rollcall", password: "p@ss" },
      mailFrom: "Rollcall <rollcall@example.com>",
      bodyLimit: 524_288,
      stopDelay: 15,
      eventDays: 400,
      metricsAddress: { host: "::1", port: 9464 },
      metricsToken: "correct-horse-gauge",
      traceEndpoint: "https://otel.example.com/tenant-7",
      traceHeaders: { authorization: "Bearer abc", "x-team": "identity" },
      serviceName: "rollcall-eu",
      traceShare: 0.05,
      logLevel: "warn",
    };
    assert.deepEqual(read, { config, warnings: [] });
    assert.deepEqual(Object.keys(config), Object.keys(settings));
  });

  test("all that is wrong is reported at once, and a secret's value is not repeated", () => {
    const read = readConfig({
      ROLLCALL_PORT: "eighty",
      ROLLCALL_ORIGIN: "https://scim.example.com/scim",
      ROLLCALL_API_KEY: "two words",
      DATABASE_URL: "mysql://root:secret@db.example.com",
      ROLLCALL_DELIVERY_RETRIES: "5,a while",
      ROLLCALL_BODY_LIMIT: "1 GB",
      ROLLCALL_TRUSTED_PROXIES: "10.0.0.0/33",
    });
    assert.deepEqual(read, {
      problems: [
        { setting: "ROLLCALL_PORT", found: "eighty", expected: "a whole number from 0 to 65535" },
        {
          setting: "ROLLCALL_ORIGIN",
          found: "https://scim.example.com/scim",
          expected: "an address without a path, as https://scim.example.com",
        },
        {
          setting: "ROLLCALL_API_KEY",
          found: "a value (not shown)",
          expected: "8 to 512 visible ASCII characters without blanks; 32 random ones are a good key",
        },
        {
          setting: "DATABASE_URL",
          found: "a value (not shown)",
          expected: "an address such as postgres://user:password@host:5432/name",
        },
        {
          setting: "ROLLCALL_TRUSTED_PROXIES",
          found: "10.0.0.0/33",
          expected: "addresses or networks with commas between, as 10.0.0.5, 192.168.0.0/16; 10.0.0.0/33 is neither",
        },
        {
          setting: "ROLLCALL_DELIVERY_RETRIES",
          found: "5,a while",
          expected: "at most 50 whole numbers from 0 to 2592000 with commas between, as 5,30,120",
        },
        { setting: "ROLLCALL_BODY_LIMIT", found: "1 GB", expected: "a size from 1 KB to 64 MB, as 1 MB" },
      ],
    });
  });

  test("a mail server needs whom e-mails come from, and its password is never shown", () => {
    const url = "smtp://mail.example.com:25?tls=never";
    assert.deepEqual(readConfig({ ROLLCALL_SMTP_URL: url }), {
      problems: [
        {
          setting: "ROLLCALL_MAIL_FROM",
          found: "nothing",
          expected: "whom e-mails come from, because ROLLCALL_SMTP_URL names a mail server",
        },
      ],
    });
    const read = readConfig({ ROLLCALL_SMTP_URL: "mail.example.com", ROLLCALL_MAIL_FROM: "Rollcall" });
    assert.ok("problems" in read);
    assert.deepEqual(
      read.problems.map(({ setting, found }) => [setting, found]),
      [
        ["ROLLCALL_SMTP_URL", "a value (not shown)"],
        ["ROLLCALL_MAIL_FROM", "Rollcall"],
      ],
    );
  });

  test("a secret is read from a file without the line end, and a file that cannot be read is named", () => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-config-"));
    try {
      const file = join(folder, "key");
      writeFileSync(file, "correct-horse-battery\n");
      assert.deepEqual(readConfig({ ROLLCALL_API_KEY_FILE: file }), {
        config: { ...defaults, apiKey: "correct-horse-battery" },
        warnings: [],
      });
      assert.deepEqual(
        readConfig({ ROLLCALL_API_KEY_FILE: file, ROLLCALL_API_KEY: "another-key", DATABASE_URL_FILE: `${file}.no` }),
        {
          problems: [
            {
              setting: "ROLLCALL_API_KEY_FILE",
              found: "both",
              expected: "ROLLCALL_API_KEY or ROLLCALL_API_KEY_FILE, not both",
            },
            {
              setting: "DATABASE_URL_FILE",
              found: `${file}.no (ENOENT)`,
              expected: "the path of a file that Rollcall may read",
            },
          ],
        },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("a variable that is no setting is named with the nearest one", () => {
    const read = readConfig({ ROLLCALL_ORGIN: "https://scim.example.com", ROLLCALL_PORT_FILE: "/port", PATH: "/bin" });
    assert.deepEqual(read, {
      config: defaults,
      warnings: [
        { found: "ROLLCALL_ORGIN is not a setting of Rollcall", whatToDo: "did you mean ROLLCALL_ORIGIN?" },
        { found: "ROLLCALL_PORT_FILE is not a setting of Rollcall", whatToDo: "did you mean ROLLCALL_PORT?" },
      ],
    });
  });

  for (const [text, bytes] of [
    ["1024", 1024],
    ["64mb", 67_108_864],
    ["2 KB", 2048],
    ["1000", undefined],
    ["65 MB", undefined],
    ["1.5 MB", undefined],
    ["MB", undefined],
    ["1 constructor", undefined],
  ] as const) {
    test(`a body limit of "${text}" is ${bytes === undefined ? "refused" : `${bytes} bytes`}`, () => {
      const read = readConfig({ ROLLCALL_BODY_LIMIT: text });
      assert.equal("config" in read ? read.config.bodyLimit : undefined, bytes);
    });
  }
});

test("what is no address of a DNS server is refused, and so are too many", () => {
  const cases: readonly [string, string][] = [
    ["dns.example.com", "dns.example.com is none"],
    ["10.0.0.53:0", "10.0.0.53:0 is none"],
    ["10.0.0.53:65536", "10.0.0.53:65536 is none"],
    ["10.0.0.300", "10.0.0.300 is none"],
    ["[10.0.0.53]:53", "[10.0.0.53]:53 is none"],
    [Array.from({ length: 9 }, (_, index) => `10.0.0.${index}`).join(), "9 are too many"],
  ];
  for (const [found, why] of cases) {
    assert.deepEqual(readConfig({ ROLLCALL_DNS_SERVERS: found }), {
      problems: [
        {
          setting: "ROLLCALL_DNS_SERVERS",
          found,
          expected: `at most 8 addresses, as 10.0.0.53, [fd00::53]:5353; ${why}`,
        },
      ],
    });
  }
});

describe("the public address", () => {
  const at = (origin: string | undefined, resolved?: string[]) =>
    originWarnings({ origin, host: "127.0.0.1", port: 8080 }, resolved).map((one) => one.found);

  for (const [origin, resolved, found] of [
    [undefined, [], ["ROLLCALL_ORIGIN is not set: Rollcall only knows itself as http://127.0.0.1:8080"]],
    ["https://scim.example.com", [], []],
    ["https://scim.example.com", ["203.0.113.7", "2001:db8::7"], []],
    [
      "https://scim.example.com",
      ["203.0.113.7", "10.1.2.3"],
      [
        "ROLLCALL_ORIGIN is at scim.example.com, which leads to 10.1.2.3: a source in the cloud cannot reach a private address",
      ],
    ],
    [
      "http://scim.example.com",
      [],
      [
        "ROLLCALL_ORIGIN is http://scim.example.com: sources send bearer tokens, and most refuse an address without https",
      ],
    ],
    [
      "https://192.168.0.10:8443",
      [],
      ["ROLLCALL_ORIGIN is at 192.168.0.10: a source in the cloud cannot reach a private address"],
    ],
    ["https://[fd00::1]", [], ["ROLLCALL_ORIGIN is at fd00::1: a source in the cloud cannot reach a private address"]],
    [
      "https://rollcall.internal",
      [],
      ["ROLLCALL_ORIGIN is at rollcall.internal: a source in the cloud cannot reach a private address"],
    ],
  ] as const) {
    test(`${origin ?? "no origin"} with addresses [${resolved.join(", ")}] gives ${found.length} warnings`, () => {
      assert.deepEqual(at(origin, [...resolved]), found);
    });
  }

  for (const [address, isPrivate] of [
    ["127.0.0.1", true],
    ["::1", true],
    ["172.31.255.255", true],
    ["172.32.0.0", false],
    ["::ffff:10.0.0.1", true],
    ["fe80::1", true],
    ["100.64.0.1", true],
    ["198.51.100.1", false],
    ["2001:db8::1", false],
    ["not an address", false],
  ] as const) {
    test(`${address} is ${isPrivate ? "" : "not "}private`, () => assert.equal(isPrivateAddress(address), isPrivate));
  }
});
