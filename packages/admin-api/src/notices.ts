import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable, page, pageQuery } from "./values.ts";

export const NoticeKind = Type.Enum([
  "held",
  "conflict",
  "source-failing",
  "source-quiet",
  "token-expiring",
  "webhook-broken",
  "domain-lost",
]);
export type NoticeKind = Static<typeof NoticeKind>;

const address = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^\\s@<>,;:"()]+@[^\\s@<>,;:"()]+$',
  description: "An e-mail address.",
});

const settings = {
  quietDays: Type.Integer({
    minimum: 1,
    maximum: 365,
    description: "Days without a call after which a source has gone quiet.",
  }),
  recipients: Type.Array(exactly({ address, kinds: Type.Array(NoticeKind, { maxItems: 7 }) }), {
    maxItems: 20,
    description: "Who is told of what by e-mail. Webhooks are told by the event types `notice.*`.",
  }),
};

export const NoticeSettings = exactly(settings);
export type NoticeSettings = Static<typeof NoticeSettings>;

export const Notice = exactly({
  id: Id,
  kind: NoticeKind,
  sourceApplicationId: nullable(Id),
  sentence: Type.String(),
  createdAt: Instant,
  endedAt: nullable(Instant, "Null while its cause lasts."),
  mails: Type.Array(
    exactly({
      address: Type.String(),
      state: Type.Enum(["waiting", "sent", "dead"], { description: "dead: given up after two days." }),
      error: nullable(Type.String({ description: "Why the last attempt failed." })),
      sentAt: nullable(Instant),
    }),
  ),
});
export type Notice = Static<typeof Notice>;

export const noticeRoutes = defineRoutes({
  getNoticeSettings: {
    method: "GET",
    path: "/organizations/{organizationId}/notice-settings",
    summary: "Reads whom the organization tells by e-mail of what.",
    permission: "read",
    answer: exactly({
      ...settings,
      from: nullable(Type.String(), "Whom e-mails come from; null where no mail server is named."),
    }),
  },
  putNoticeSettings: {
    method: "PUT",
    path: "/organizations/{organizationId}/notice-settings",
    summary: "Replaces them; what was told already is not told again.",
    permission: "change",
    body: NoticeSettings,
    answer: NoticeSettings,
  },
  testNotice: {
    method: "POST",
    path: "/organizations/{organizationId}/notice-settings/test",
    summary: "Sends a test e-mail now and tells whether the mail server took it.",
    permission: "change",
    body: exactly({ address }),
    answer: exactly({ error: nullable(Type.String()) }),
  },
  listNotices: {
    method: "GET",
    path: "/organizations/{organizationId}/notices",
    summary: "Lists what somebody should know of, newest first, and who was told.",
    permission: "read",
    query: exactly(pageQuery(500)),
    answer: page(Notice),
  },
});
