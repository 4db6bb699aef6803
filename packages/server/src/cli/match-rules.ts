import { type MatchRule, matchRuleRoutes } from "@rollcall/admin-api/match-rules.ts";
import type { Command } from "commander";
import { printableTable, type Session, speakToServer, WrongUsage } from "./session.ts";

/** rollcall match-rules show | set */
export function registerMatchRules(program: Command, exit: (code: number) => void): void {
  const matchRules = program
    .command("match-rules")
    .description("how an application finds out whether somebody whom it brings exists already");

  speakToServer<[string]>(
    matchRules
      .command("show")
      .description("show the match rules in their order, and by which attributes people can be found")
      .argument("<application id>"),
    exit,
    async (session, sourceApplicationId) => {
      const found = await session.client.call(matchRuleRoutes.getMatchRules, { params: { sourceApplicationId } });
      print(session, found);
    },
  );

  speakToServer<[string, string[], { none?: true }]>(
    matchRules
      .command("set")
      .description("replace the match rules; they concern resources that have no link yet")
      .argument("<application id>")
      .argument(
        "[rules...]",
        "each as attribute:exact|ignoreCase:link|ask|refuse, in the order in which they are asked",
      )
      .option("--none", "no match rules at all"),
    exit,
    async (session, sourceApplicationId, written, { none }) => {
      if ((none === true) !== (written.length === 0)) {
        throw new WrongUsage("expected match rules, such as email:ignoreCase:link, or --none");
      }
      const body = { rules: written.map(parseRule) };
      const params = { sourceApplicationId };
      print(session, await session.client.call(matchRuleRoutes.putMatchRules, { params, body }));
    },
  );
}

const compares = ["exact", "ignoreCase"] as const;
const choices = ["link", "ask", "refuse"] as const;

/** Reads `email:ignoreCase:link`; an attribute has no colon in its name. */
function parseRule(text: string): MatchRule {
  const [attribute = "", compareText, choiceText, ...more] = text.split(":");
  const compare = compares.find((one) => one === compareText);
  const whenFound = choices.find((one) => one === choiceText);
  if (attribute === "" || compare === undefined || whenFound === undefined || more.length > 0) {
    throw new WrongUsage(`expected attribute:exact|ignoreCase:link|ask|refuse, found ${text}`);
  }
  return { attribute, compare, whenFound };
}

function print(
  session: Session,
  found: { readonly rules: readonly MatchRule[]; readonly attributes: readonly { readonly name: string }[] },
): void {
  const rows = found.rules.map(({ attribute, compare, whenFound }) => [attribute, compare, whenFound]);
  const names = found.attributes.map(({ name }) => [name]);
  session.print(
    found,
    () =>
      `${printableTable(["attribute", "compared", "when found"], rows)}\n\n${printableTable(["can be used"], names)}`,
  );
}
