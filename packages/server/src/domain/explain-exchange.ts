import type { PlainStatus, ScimType } from "@rollcall/scim/scim-error.ts";
import type { ProblemKind } from "./problem-kind.ts";

/** What became of a request, in words for whoever runs the source. */
export interface Meaning {
  readonly meaning: string;
  readonly whatToDo: string;
}

/** What of an exchange tells what it means. */
export interface ExplainedExchange {
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string | null;
  readonly outcome: string | null;
}

const say = (meaning: string, whatToDo: string): Meaning => ({ meaning, whatToDo });

/** Refusals that say more than their status, told by how their sentence begins; the first that fits counts. */
const bySentence: readonly (readonly [kind: ProblemKind, sentence: RegExp, meaning: Meaning])[] = [
  [
    "no-token",
    /^Expected a bearer token/,
    say(
      "A call came without a token.",
      "If it was the source: enter the bearer token there, in the field for the secret or API token, and save it there.",
    ),
  ],
  [
    "unknown-token",
    /bearer token is unknown/,
    say(
      "A call with an unknown token came: it was never issued here, or is only a part of one.",
      "If it was the source: copy the token again without blanks. It is shown once: when it is lost, create another one.",
    ),
  ],
  [
    "revoked-token",
    /bearer token was revoked/,
    say("The source still uses a token that was revoked.", "Create a bearer token and enter it at the source."),
  ],
  [
    "expired-token",
    /bearer token has expired/,
    say(
      "The source uses a token whose time is over.",
      "Create a bearer token, with a later end or without one, and enter it at the source.",
    ),
  ],
  [
    "deleted-application",
    /source application of this bearer token was deleted/,
    say(
      "The source calls an application that was deleted.",
      "Restore the application and give it a new token, or stop provisioning at the source.",
    ),
  ],
  [
    "basic-off",
    /^HTTP Basic is off/,
    say(
      "The source sent the token as the password of HTTP Basic, which is off for this application.",
      "Choose bearer token or OAuth token at the source, or allow HTTP Basic for this application.",
    ),
  ],
  [
    "other-application",
    /^(This bearer token belongs to another|There is nothing here for this bearer token)/,
    say(
      "A call came with a token of another application than the SCIM base URL.",
      "If it was the source: copy the SCIM base URL and the bearer token from the same application.",
    ),
  ],
  [
    "base-url",
    /^The SCIM base URL ends in/,
    say(
      "The SCIM base URL was entered with an endpoint at its end; the source adds that by itself.",
      "Remove what stands behind /v2 in the SCIM base URL at the source.",
    ),
  ],
  [
    "wrong-address",
    /^There is nothing at .* below the SCIM base URL/,
    say(
      "The source asked for an address that a SCIM service does not have.",
      "Compare the SCIM base URL at the source with the one shown here, to the letter.",
    ),
  ],
  [
    "refusing",
    /^An administrator has this source application refuse/,
    say(
      "The application's mode is refusing: everything is refused and the source tries again later.",
      "Set the mode to live, observe or paused when the source may write again.",
    ),
  ],
  [
    "too-slow",
    /time budget/,
    say(
      "The question would have read too much of the directory to be answered in time.",
      "Have the source filter by userName, externalId, e-mail or id, which are found at once.",
    ),
  ],
  [
    "disk-full",
    /^The disk of the database is full/,
    say(
      "The disk that the database lies on is full, so that nothing can be written.",
      "Make room on that disk. Sources try again by themselves, and nothing that was acknowledged is lost.",
    ),
  ],
  [
    "too-many-calls",
    /its call limit lets/,
    say(
      "The source calls more often than the call limit of its application lets it; nothing was changed by this call.",
      "Nothing is to be done when it waits and tries again, as sources do. If it always needs more, raise the call limit on the application's overview.",
    ),
  ],
  [
    "unknown-member",
    /is not the id of a user or group of this application/,
    say(
      "The source put somebody into a group whom this application never had.",
      "Provision the person first, and restart provisioning at the source if it remembers ids of another system.",
    ),
  ],
  [
    "refused-dialect",
    /this source application refuses/,
    say(
      "The source deviates from the standard in a way that this application is set to refuse.",
      "Allow the dialect that the sentence names in the application's settings, or mend the source.",
    ),
  ],
];

/** What each kind of SCIM error means (RFC 7644 section 3.12). */
const byScimType: Readonly<Record<ScimType, Meaning>> = {
  invalidFilter: say(
    "The source asked with a filter that is not written correctly, or by an attribute that cannot be filtered by.",
    "Mend the filter or the matching attribute at the source; userName and externalId always work.",
  ),
  tooMany: say(
    "The answer would be too large or take too long.",
    "Have the source ask with a narrower filter, or page by page.",
  ),
  uniqueness: say(
    "Somebody in this application already has this user name, or a group already has this name.",
    "Find who has it, and change or delete one of the two at the source. A source that first looks up by user name would have found it.",
  ),
  mutability: say(
    "The source tried to change a value that is set once or belongs to this service.",
    "Remove the attribute from the source's mapping for updates.",
  ),
  invalidSyntax: say(
    "The body is not the JSON message that SCIM expects here.",
    "Look at the request: the sentence says what was found and where. Usually a custom template at the source is wrong.",
  ),
  invalidPath: say(
    "A change names an attribute path that is not written correctly or does not exist.",
    "Mend the path in the source's mapping; the sentence names it.",
  ),
  noTarget: say(
    "A change is about a value that the person or group does not have.",
    "Let the source add the value first, or remove the filter in brackets from its mapping.",
  ),
  invalidValue: say(
    "A value is missing or of the wrong kind.",
    "Mend the value at the source; the sentence says which attribute, what was expected and what was found.",
  ),
  invalidVers: say("The source speaks another version of SCIM.", "Choose SCIM 2.0 at the source."),
  sensitive: say(
    "A value that must stay secret stood in the address of the request.",
    "Have the source search by POST to /.search, and not by passwords.",
  ),
  invalidCursor: say(
    "The source went on in a list with a cursor that is not of this list.",
    "Nothing is to be done when the source begins the list again; otherwise restart its import.",
  ),
  expiredCursor: say(
    "The source went on in a list after more than an hour.",
    "Nothing is to be done when the source begins the list again; otherwise restart its import.",
  ),
  invalidCount: say(
    "The source changed the size of the page in the middle of a list.",
    "Set one page size at the source.",
  ),
};

/** What each status means that comes without a kind of its own. */
const byStatus: Readonly<Record<PlainStatus, Meaning>> = {
  400: say("The request is not well-formed.", "See the sentence of the answer, and mend what it names at the source."),
  401: say("The token was not accepted.", "Create a bearer token for this application and enter it at the source."),
  403: say("This may not be asked here.", "See the sentence of the answer; the source should leave this request out."),
  404: say(
    "There is no such person, group or address in this application.",
    "Nothing is to be done when the source then creates it. Otherwise restart provisioning at the source, so that it looks up its people again.",
  ),
  405: say(
    "The address does not answer to this method.",
    "Compare the SCIM base URL at the source with the one shown here.",
  ),
  406: say("The source accepts no JSON in answers.", "Let it accept application/scim+json or application/json."),
  408: say("The request did not arrive whole in time.", "Look at the network between the source and this service."),
  409: say(
    "The write collides with another one, or a part that it builds on failed before.",
    "Nothing is to be done when the source tries again; otherwise look at the exchange just before.",
  ),
  412: say(
    "Somebody changed the resource after the source had read it.",
    "Nothing is to be done when the source reads it again and repeats its change.",
  ),
  413: say(
    "The request is larger than this service reads at once.",
    "Let the source send less at a time, or raise ROLLCALL_BODY_LIMIT.",
  ),
  415: say("The body is declared as another type than JSON.", "Let the source send application/scim+json."),
  429: say("The source calls too often.", "Nothing is to be done when it waits and tries again."),
  431: say(
    "The address or the headers are longer than is read.",
    "Have the source ask for less at a time, or search by POST to /.search.",
  ),
  500: say(
    "This service failed in a way that was not foreseen.",
    "Look into the server's log for the request's id, and report it; the source will try again.",
  ),
  501: say("The source asked for a feature that does not exist here.", "Switch the feature off at the source."),
  503: say(
    "This service could not work just then, mostly because its database did not answer.",
    "Nothing is to be done when it works again: sources try again by themselves. Otherwise look at the database.",
  ),
};

/** What each outcome of a write that was answered means. */
const byOutcome: ReadonlyMap<string, Meaning> = new Map([
  ["applied", say("The directory was changed.", "Nothing.")],
  [
    "unchanged",
    say("The directory already was as the source wants it, or nothing that it shows has changed.", "Nothing."),
  ],
  [
    "observed",
    say(
      "The source was answered as usual; the directory stayed as it was, since the application only observes.",
      "Set the mode to live when what would happen is what you want.",
    ),
  ],
  [
    "held",
    say(
      "The source was answered as usual; the change waits, because the application is paused, a person is held, or the guard keeps it back.",
      "Decide it under Held, or resume the application.",
    ),
  ],
  [
    "conflict",
    say(
      "The source was answered as usual; nobody was made, because this may be somebody who exists already.",
      "Decide it under the application's conflicts: link, create or ignore.",
    ),
  ],
]);

/** Says in plain words what became of a request and what to do about it; undefined where an answered read says all. */
export function explainExchange(exchange: ExplainedExchange): Meaning | undefined {
  const { status, scimType, detail, outcome } = exchange;
  if (status < 400) return outcome === null ? undefined : byOutcome.get(outcome);
  const told = bySentence.find(([, sentence]) => detail !== null && sentence.test(detail))?.[2];
  if (told !== undefined) return told;
  if (scimType !== null && Object.hasOwn(byScimType, scimType)) return byScimType[scimType as ScimType];
  if (Object.hasOwn(byStatus, status)) return byStatus[status as PlainStatus];
  return status >= 500 ? byStatus[500] : byStatus[400];
}

/** Which kind of problem the sentence of a refusal tells of. */
export function problemKindOf(detail: string | null): ProblemKind | undefined {
  return bySentence.find(([, sentence]) => detail !== null && sentence.test(detail))?.[0];
}
