import { bearerTokenRoutes } from "@rollcall/admin-api/bearer-tokens.ts";
import type { Command } from "commander";
import { printableTable, speakToServer } from "./session.ts";

/** rollcall tokens list | create | revoke */
export function registerTokens(program: Command, exit: (code: number) => void): void {
  const tokens = program.command("tokens").description("the bearer tokens of a source application");

  speakToServer<[string]>(
    tokens.command("list").description("list the tokens of a source application").argument("<application id>"),
    exit,
    async ({ client, print }, sourceApplicationId) => {
      const page = await client.call(bearerTokenRoutes.listBearerTokens, { params: { sourceApplicationId } });
      const rows = page.items.map((token) => [
        token.id,
        token.name,
        `…${token.hint}`,
        token.createdAt,
        token.expiresAt,
        token.revokedAt,
        token.lastUsedAt,
      ]);
      print(page, () => printableTable(["id", "name", "ends in", "created", "expires", "revoked", "last used"], rows));
    },
  );

  speakToServer<[string, { name: string; expires?: string }]>(
    tokens
      .command("create")
      .description("create a token, shown this once; those that exist stay in force")
      .argument("<application id>")
      .requiredOption("--name <name>", "what tells it from the others")
      .option("--expires <instant>", "until when it is in force, as 2027-01-31T12:00:00Z"),
    exit,
    async ({ client, print }, sourceApplicationId, { name, expires }) => {
      const created = await client.call(bearerTokenRoutes.createBearerToken, {
        params: { sourceApplicationId },
        body: { name, ...(expires === undefined ? {} : { expiresAt: expires }) },
      });
      print(created, () => `Bearer Token: ${created.bearerToken}\nThe token is shown this once.`);
    },
  );

  speakToServer<[string, string]>(
    tokens.command("revoke").description("revoke a token at once").argument("<application id>").argument("<token id>"),
    exit,
    async ({ client, print }, sourceApplicationId, bearerTokenId) => {
      await client.call(bearerTokenRoutes.revokeBearerToken, { params: { sourceApplicationId, bearerTokenId } });
      print({ id: bearerTokenId, revoked: true }, () => "Revoked.");
    },
  );
}
