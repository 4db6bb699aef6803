import { type Guard, guardRoutes } from "@rollcall/admin-api/guards.ts";
import { type Command, Option } from "commander";
import { printableTable, speakToServer, WrongUsage } from "./session.ts";

/** rollcall guard show | set */
export function registerGuard(program: Command, exit: (code: number) => void): void {
  const guard = program.command("guard").description("how much a source may take away before the rest is held");

  speakToServer<[string]>(
    guard.command("show").description("show the limits and what is used of them").argument("<application id>"),
    exit,
    async (session, sourceApplicationId) => {
      const found = await session.client.call(guardRoutes.getGuard, { params: { sourceApplicationId } });
      session.print(found, () => inWords(found));
    },
  );

  speakToServer<[string, { state?: "on" | "off"; atLeast?: string; percent?: string }]>(
    guard
      .command("set")
      .description("change limits; what is held already stays held")
      .argument("<application id>")
      .addOption(new Option("--state <state>", "off: everything goes through at once").choices(["on", "off"]))
      .option("--at-least <people>", "departures within an hour that always go through")
      .option("--percent <number>", "of the enabled people whom the application owns"),
    exit,
    async (session, sourceApplicationId, { state, atLeast, percent }) => {
      if (state === undefined && atLeast === undefined && percent === undefined) {
        throw new WrongUsage("nothing to change: give --state, --at-least or --percent");
      }
      const params = { sourceApplicationId };
      const present = await session.client.call(guardRoutes.getGuard, { params });
      const saved = await session.client.call(guardRoutes.putGuard, {
        params,
        body: {
          enabled: state === undefined ? present.enabled : state === "on",
          atLeast: atLeast === undefined ? present.atLeast : wholeNumber("--at-least", atLeast),
          percent: percent === undefined ? present.percent : wholeNumber("--percent", percent),
        },
      });
      session.print(saved, () => inWords(saved));
    },
  );
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,8}$/.test(text)) throw new WrongUsage(`${option}: expected a whole number, found ${text}`);
  return Number(text);
}

function inWords({ enabled, atLeast, percent, limits, used, held }: Guard): string {
  return printableTable(
    ["guard", enabled ? "on" : "off"],
    [
      ["let through per hour", atLeast],
      ["or of its enabled people", `${percent} %`],
      ["departures this hour", `${used.departures} of ${limits.departures}`],
      ["into the recycle bin", `${used.bins} of ${limits.bins}`],
      ["held", held],
    ],
  );
}
