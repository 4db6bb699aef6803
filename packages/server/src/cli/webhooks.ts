import { type Webhook, type WebhookDelivery, webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { type Command, Option } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { printableTable, type Session, speakToServer, WorkFailed, WrongUsage } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

type Exit = (code: number) => void;
type OfOrganization = { readonly organization?: string };

/** rollcall webhooks list | create | change | delete | rotate-secret | test | deliveries | replay */
export function registerWebhooks(program: Command, exit: Exit): void {
  const webhooks = program.command("webhooks").description("receivers that are told of what happens");
  registerEditing(webhooks, exit);
  registerDeliveries(webhooks, exit);
}

function registerEditing(webhooks: Command, exit: Exit): void {
  speakToServer<[OfOrganization]>(
    webhooks.command("list").description("list the webhooks").option(organizationOption, organizationWords),
    exit,
    async (session, { organization }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const found = await session.client.call(webhookRoutes.listWebhooks, { params: { organizationId } });
      const head = ["id", "name", "address", "is told of", "state", "waiting", "given up"];
      session.print(found, () => printableTable(head, found.items.map(rowOf)));
    },
  );

  speakToServer<[string, string, OfOrganization & { types?: string[] }]>(
    webhooks
      .command("create")
      .description("create a webhook, and show the secret that signs it, this once")
      .argument("<name>")
      .argument("<address>")
      .option("--types <type...>", "event types, as user.disabled or group.*; all where they are left out")
      .option(organizationOption, organizationWords),
    exit,
    async (session, name, url, { organization, types }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const made = await session.client.call(webhookRoutes.createWebhook, {
        params: { organizationId },
        body: { name, url, ...(types === undefined ? {} : { eventTypes: types }) },
      });
      session.print(made, () => printableTable(["id", made.id], [["secret, shown this once", made.secret]]));
    },
  );

  speakToServer<[string, OfOrganization & { name?: string; address?: string; types?: string[]; state?: State }]>(
    webhooks
      .command("change")
      .description("change a webhook; a paused one keeps its place, a broken one goes on when it is made active")
      .argument("<id>")
      .option("--name <name>")
      .option("--address <address>")
      .option("--types <type...>", "event types; '*' for all")
      .addOption(new Option("--state <state>").choices(["active", "paused"]))
      .option(organizationOption, organizationWords),
    exit,
    async (session, webhookId, { organization, name, address, types, state }) => {
      const body = {
        ...(name === undefined ? {} : { name }),
        ...(address === undefined ? {} : { url: address }),
        ...(types === undefined ? {} : { eventTypes: types.filter((type) => type !== "*") }),
        ...(state === undefined ? {} : { state }),
      };
      if (Object.keys(body).length === 0) {
        throw new WrongUsage("nothing to change: give --name, --address, --types or --state");
      }
      const params = await paramsOf(session, organization, webhookId);
      const changed = await session.client.call(webhookRoutes.changeWebhook, { params, body });
      session.print(changed, () => `${changed.name} is ${changed.state}.`);
    },
  );

  speakToServer<[string, OfOrganization]>(
    webhooks
      .command("delete")
      .description("delete a webhook with its deliveries")
      .argument("<id>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, webhookId, { organization }) => {
      const params = await paramsOf(session, organization, webhookId);
      await session.client.call(webhookRoutes.deleteWebhook, { params });
      session.print({ deleted: webhookId }, () => "Deleted.");
    },
  );

  speakToServer<[string, OfOrganization]>(
    webhooks
      .command("rotate-secret")
      .description("make a new secret; the older one signs as well for 24 hours")
      .argument("<id>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, webhookId, { organization }) => {
      const params = await paramsOf(session, organization, webhookId);
      const made = await session.client.call(webhookRoutes.rotateWebhookSecret, { params });
      session.print(made, () => printableTable(["id", made.id], [["secret, shown this once", made.secret]]));
    },
  );
}

function registerDeliveries(webhooks: Command, exit: Exit): void {
  speakToServer<[string, OfOrganization]>(
    webhooks
      .command("test")
      .description("send a test event now, and show what the receiver answered")
      .argument("<id>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, webhookId, { organization }) => {
      const params = await paramsOf(session, organization, webhookId);
      const answer = await session.client.call(webhookRoutes.testWebhook, { params });
      if (answer.error !== null) throw new WorkFailed(`The receiver did not take it: ${answer.error}`);
      session.print(answer, () => `The receiver answered ${answer.status} in ${answer.durationMilliseconds} ms.`);
    },
  );

  speakToServer<[string, OfOrganization & { state?: WebhookDelivery["state"]; limit: string }]>(
    webhooks
      .command("deliveries")
      .description("list the deliveries of a webhook, newest first")
      .argument("<id>")
      .addOption(new Option("--state <state>").choices(["waiting", "delivered", "dead"]))
      .option("--limit <number>", "at most so many", "100")
      .option(organizationOption, organizationWords),
    exit,
    async (session, webhookId, { organization, state, limit }) => {
      const params = await paramsOf(session, organization, webhookId);
      const narrowed = state === undefined ? {} : { state };
      const page = await walkList(parseLimit(limit), (query) =>
        session.client.call(webhookRoutes.listWebhookDeliveries, { params, query: { ...query, ...narrowed } }),
      );
      const rows = page.items.map(({ id, event, attempts, createdAt, error, ...one }) => [
        id,
        event?.type ?? "",
        one.state,
        attempts,
        error ?? one.status,
        createdAt,
      ]);
      const head = ["id", "event", "state", "attempts", "last answer", "since"];
      session.print(page, () => printableTable(head, rows) + moreLine(page));
    },
  );

  speakToServer<[string, string[], OfOrganization & { from?: string; until?: string; delivered?: true }]>(
    webhooks
      .command("replay")
      .description("make deliveries once more: those named, or those of a time that were given up")
      .argument("<id>")
      .argument("[delivery id...]")
      .option("--from <instant>", "of a time: when it begins")
      .option("--until <instant>", "when it ends; now where it is left out")
      .option("--delivered", "of a time: those that were delivered as well")
      .option(organizationOption, organizationWords),
    exit,
    async (session, webhookId, deliveryIds, { organization, from, until, delivered }) => {
      if (deliveryIds.length === 0 && from === undefined) {
        throw new WrongUsage("which of them? Name deliveries, or say --from, with --until or without it");
      }
      const params = await paramsOf(session, organization, webhookId);
      const body = {
        ...(deliveryIds.length === 0 ? {} : { deliveryIds }),
        ...(from === undefined ? {} : { from, until: until ?? new Date().toISOString() }),
        ...(delivered === undefined ? {} : { delivered }),
      };
      const answer = await session.client.call(webhookRoutes.replayWebhookDeliveries, { params, body });
      session.print(answer, () => `${answer.replayed} are sent once more.`);
    },
  );
}

type State = "active" | "paused";

async function paramsOf(session: Session, organization: string | undefined, webhookId: string) {
  const { id: organizationId } = await chooseOrganization(session, organization);
  return { organizationId, webhookId };
}

function rowOf({ id, name, url, eventTypes, state, waiting, dead }: Webhook): (string | number)[] {
  return [id, name, url, eventTypes.length === 0 ? "everything" : eventTypes.join(", "), state, waiting, dead];
}
