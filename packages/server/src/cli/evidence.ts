import { type Departure, leaverEvidenceRoutes, type LeaverStep } from "@rollcall/admin-api/leaver-evidence.ts";
import type { Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { printable, printableTable, speakToServer, WrongUsage } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

interface AppOptions {
  readonly since?: string;
  readonly until?: string;
  readonly open?: true;
  readonly limit: string;
}

/** rollcall evidence person | app */
export function registerEvidence(program: Command, exit: (code: number) => void): void {
  const evidence = program
    .command("evidence")
    .description("who left: when it was asked, when it was in force, which receivers acknowledged it");

  speakToServer<[string, { organization?: string }]>(
    evidence
      .command("person")
      .description("each time that a directory user left; also of somebody who is erased")
      .argument("<directory user id>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, directoryUserId, { organization }) => {
      const { id } = await chooseOrganization(session, organization);
      const params = { organizationId: id, directoryUserId };
      const found = await session.client.call(leaverEvidenceRoutes.getLeaverEvidence, { params });
      session.print(found, () => {
        const erased = found.erasedAt === null ? "" : `, erased at ${found.erasedAt}`;
        const departures = found.items.map(inWords);
        const said = departures.length === 0 ? ["Nothing tells of a departure."] : departures;
        return [`${printable(found.directoryUserName ?? found.directoryUserId)}${erased}`, ...said].join("\n\n");
      });
    },
  );

  speakToServer<[string, AppOptions]>(
    evidence
      .command("app")
      .description("the departures that a source application asked for, newest first, and how long they took")
      .argument("<application id>")
      .option("--since <instant>", "asked for from this instant on, ISO 8601")
      .option("--until <instant>", "asked for before this instant")
      .option("--open", "only those that wait for a person or for a receiver")
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async (session, sourceApplicationId, { since, until, open, limit }) => {
      const params = { sourceApplicationId };
      const window = { ...instant("since", since), ...instant("until", until) };
      const wanted = { ...window, ...(open === undefined ? {} : { open }) };
      const { client } = session;
      const delays = await client.call(leaverEvidenceRoutes.getLeaverDelays, { params, query: window });
      const page = await walkList(parseLimit(limit), (query) =>
        client.call(leaverEvidenceRoutes.listLeaverEvidence, { params, query: { ...wanted, ...query } }),
      );
      session.print({ delays, ...page }, () => {
        const rows = [
          ["asked to disabled", "", delays.disabled],
          ["asked to disabled, held before", "", delays.disabledAfterHold],
          ...delays.receivers.map((one) => ["disabled to acknowledged", one.webhookName, one] as const),
        ] as const;
        return [
          printableTable(["who", "asked", "disabled after", "acknowledged", "waits for"], page.items.map(rowOf)) +
            moreLine(page),
          "",
          printableTable(
            ["delay", "receiver", "count", "p50 s", "p99 s"],
            rows.map(([what, whom, { count, p50Seconds, p99Seconds }]) => [what, whom, count, p50Seconds, p99Seconds]),
          ),
          "",
          `${delays.departures} departures${delays.more ? " (the newest)" : ""}: ${delays.waiting} held, ` +
            `${delays.rejected} rejected, ${delays.withdrawn} withdrawn, ${delays.unacknowledged} not acknowledged.`,
        ].join("\n");
      });
    },
  );
}

function instant<Name extends "since" | "until">(name: Name, text: string | undefined): { [K in Name]?: string } {
  if (text === undefined) return {};
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new WrongUsage(`--${name}: expected an instant as ISO 8601, found ${text}`);
  return { [name]: new Date(milliseconds).toISOString() } as { [K in Name]?: string };
}

function rowOf({ directoryUserId, directoryUserName, asked, held, disabled }: Departure): (string | null)[] {
  const told = disabled?.receivers ?? [];
  const open = told.filter(({ state }) => state === "waiting" || state === "dead");
  const waits = held?.decision === "waiting" ? ["a person"] : open.map(({ webhookName }) => webhookName);
  return [
    directoryUserName ?? directoryUserId,
    asked.at,
    disabled === null ? (held?.decision ?? "") : `${disabled.secondsAfterAsked} s`,
    told.length === 0 ? "" : `${told.filter(({ state }) => state === "acknowledged").length} of ${told.length}`,
    waits.join(", "),
  ];
}

function inWords({ asked, held, disabled, steps, ended }: Departure): string {
  const request = asked.exchange && `, ${asked.exchange.method} ${asked.exchange.path}`;
  const token = asked.exchange?.token ? `, token ${asked.exchange.token.name}` : "";
  const first = ["asked", asked.at, "", `${asked.actorName ?? asked.actor}${request ?? ""}${token}`];
  const decided = held?.decidedAt ? `${held.decidedAt} by ${held.decidedByName ?? held.decidedBy}` : "";
  const rows = [
    first,
    ...(held === null ? [] : [["held", "", "", `${held.because}: ${held.decision} ${decided}`]]),
    ...[...(disabled === null ? [] : [disabled]), ...steps].flatMap(stepRows),
    ...(ended === null ? [] : [["came back", ended.at, "", ended.actorName ?? ended.actor]]),
  ];
  return printableTable(["what", "when", "after", "by"], rows);
}

function stepRows({ type, at, secondsAfterAsked, actorName, actor, receivers }: LeaverStep): string[][] {
  return [
    [type, at, `${secondsAfterAsked} s`, actorName ?? actor],
    ...receivers.map(({ webhookName, state, acknowledgedAt, secondsAfterStep, error }) => [
      `  ${state}`,
      acknowledgedAt ?? "",
      secondsAfterStep === null ? "" : `${secondsAfterStep} s`,
      error === null ? webhookName : `${webhookName}: ${error}`,
    ]),
  ];
}
