/** What can be wrong with the feed, with webhooks and with notices: a part of the catalogue. */
export const eventErrors = {
  "webhook.not_found": {
    status: 404,
    sentence: "There is no such webhook.",
    whatToDo: "List the webhooks of the organization.",
  },
  "webhook.replay_of_nothing": {
    status: 400,
    sentence: "The request does not say which deliveries are to be made again.",
    whatToDo: "Send deliveryIds, or from and until.",
  },
  "webhook.unknown_event_type": {
    status: 400,
    sentence: "No event is of this type.",
    whatToDo: "Use types of docs/events.md, or user.* and group.* for all of a kind.",
  },
  "webhook.url_not_usable": {
    status: 400,
    sentence: "The URL of the webhook cannot be called.",
    whatToDo: "Give an address that begins with https:// or http://, without user name and password.",
  },
  "feed.unknown_event_type": {
    status: 400,
    sentence: "No event is of this type.",
    whatToDo: "Use types of docs/events.md separated by commas, or user.* and group.* for all of a kind.",
  },
  "live.too_many": {
    status: 429,
    sentence: "Too many calls of this caller wait for events, as live streams or with `wait`.",
    whatToDo: "Close the pages that are open and not looked at; twelve may wait at once.",
  },
  "notice.no_mail_server": {
    status: 409,
    sentence: "No mail server is named, so that no e-mail can be sent.",
    whatToDo: "Set ROLLCALL_SMTP_URL and ROLLCALL_MAIL_FROM and start Rollcall again.",
  },
  "notice.same_address": {
    status: 400,
    sentence: "An address is among the recipients twice.",
    whatToDo: "Name each address once, with all that it is to be told of.",
  },
} as const;
