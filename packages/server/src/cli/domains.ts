import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { type OwnDomain, ownDomainRoutes, type OwnDomains } from "@rollcall/admin-api/own-domains.ts";
import type { Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { printable, printableTable, type Session, speakToServer, WrongUsage } from "./session.ts";

interface Options {
  readonly organization?: string;
}

/** rollcall domains list | add | check | remove | require */
export function registerDomains(program: Command, exit: (code: number) => void): void {
  const domains = program
    .command("domains")
    .description("the domains that an organization declares as its own, and the TXT records that prove them");

  speakToServer<[Options]>(
    domains
      .command("list")
      .description("list the domains and how each stands")
      .option(organizationOption, organizationWords),
    exit,
    async (session, { organization }) => {
      const { id } = await chooseOrganization(session, organization);
      const found = await session.client.call(ownDomainRoutes.getOwnDomains, { params: { organizationId: id } });
      session.print(found, () => listInWords(found));
    },
  );

  speakToServer<[string, Options]>(
    domains
      .command("add")
      .description("declare a domain as the organization's own, and show the record that proves it")
      .argument("<domain>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, domain, { organization }) => {
      const organizationId = await change(session, organization, (present) => [...present, domain]);
      const added = await findDomain(session, organizationId, domain);
      session.print(added, () => oneInWords(added));
    },
  );

  speakToServer<[string, Options]>(
    domains
      .command("check")
      .description("look now for the TXT record that proves a domain")
      .argument("<domain>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, domain, { organization }) => {
      const { id } = await chooseOrganization(session, organization);
      const params = { organizationId: id };
      const checked = await session.client.call(ownDomainRoutes.checkOwnDomain, { params, body: { domain } });
      session.print(checked, () => oneInWords(checked));
    },
  );

  speakToServer<[string, Options]>(
    domains
      .command("remove")
      .description("take a domain away from the organization and from every application that was given it")
      .argument("<domain>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, domain, { organization }) => {
      const gone = folded(domain);
      const organizationId = await change(session, organization, (present) => {
        if (!present.includes(gone)) throw new WrongUsage(`${domain} is none of the organization's domains`);
        return present.filter((one) => one !== gone);
      });
      const left = await session.client.call(ownDomainRoutes.getOwnDomains, { params: { organizationId } });
      session.print(left, () => "Removed.");
    },
  );

  speakToServer<[string, Options]>(
    domains
      .command("require")
      .description("say whether only proven domains count where people are linked")
      .argument("<on|off>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, said, { organization }) => {
      if (said !== "on" && said !== "off") throw new WrongUsage(`expected on or off, found ${said}`);
      const { id } = await chooseOrganization(session, organization);
      const params = { organizationId: id };
      const body = { required: said === "on" };
      const present = await session.client.call(ownDomainRoutes.putProofRequired, { params, body });
      session.print(present, () => listInWords(present));
    },
  );
}

/** Replaces the domains of an organization; answers the organization's id. */
async function change(
  session: Session,
  named: string | undefined,
  next: (present: readonly string[]) => readonly string[],
): Promise<string> {
  const { id } = await chooseOrganization(session, named);
  const params = { organizationId: id };
  const present = await session.client.call(organizationRoutes.getOrganizationDomains, { params });
  const domains = [...next(present.domains)];
  await session.client.call(organizationRoutes.putOrganizationDomains, { params, body: { domains } });
  return id;
}

async function findDomain(session: Session, organizationId: string, domain: string): Promise<OwnDomain> {
  const { items } = await session.client.call(ownDomainRoutes.getOwnDomains, { params: { organizationId } });
  const one = items.find((item) => item.domain === folded(domain));
  if (one === undefined) throw new WrongUsage(`${domain} was taken away meanwhile`);
  return one;
}

/** Domains are kept in lower case. */
function folded(domain: string): string {
  return domain.trim().toLowerCase();
}

function listInWords({ required, items }: OwnDomains): string {
  const rows = items.map(({ domain, state, trusted, record, problem }) => [
    domain,
    state,
    trusted ? "yes" : "no",
    `${record.name} TXT ${record.value}`,
    problem,
  ]);
  return [
    printableTable(["domain", "proof", "counts", "record", "problem"], rows),
    "",
    required ? "Only proven domains count where people are linked." : "Domains count whether proven or not.",
  ].join("\n");
}

function oneInWords({ domain, state, record, problem }: OwnDomain): string {
  const lines = [
    `${domain} is ${state}.`,
    `Record: ${record.name} TXT "${record.value}"`,
    ...(problem === null ? [] : [`Last look: ${problem}`]),
  ];
  return lines.map(printable).join("\n");
}
