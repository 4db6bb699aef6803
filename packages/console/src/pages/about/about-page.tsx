import { Anchor, Skeleton, Stack } from "@mantine/core";
import { type About, aboutRoutes } from "@rollcall/admin-api/about.ts";
import type { ReactNode } from "react";
import { useAnswer } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./about-page.module.css";

/** Which program this is: what a report of a problem begins with. */
export function AboutPage() {
  const about = useAnswer(aboutRoutes.getAbout, {});
  return (
    <Page
      title="About"
      lead="Which program answers here, and where its data lies."
      calls={[{ route: aboutRoutes.getAbout }]}
    >
      <Refusal error={about.error} onRetry={() => void about.refetch()} />
      <Stack gap="md">
        {about.isPending && <Skeleton height={220} />}
        {about.data !== undefined && (
          <Card title="This installation">
            <dl className={classes.facts}>
              <Fact name="Rollcall">{about.data.version}</Fact>
              <Fact name="Running since">
                <RelativeTime at={about.data.startedAt} />
              </Fact>
              <Fact name="Address">
                <CopyValue value={about.data.origin} label="address" />
              </Fact>
              <Fact name="Database">
                PostgreSQL {about.data.databaseVersion}, {about.data.databaseEmbedded ? "embedded" : "of your own"}
              </Fact>
              {about.data.dataFolder !== null && (
                <Fact name="Data folder">
                  <CopyValue value={about.data.dataFolder} label="data folder" />
                </Fact>
              )}
              <Fact name="Node.js">{about.data.nodeVersion}</Fact>
              <Fact name="For a report">
                <CopyValue value={asText(about.data)} label="versions" />
              </Fact>
            </dl>
          </Card>
        )}
        <Card title="For programs">
          <Anchor href="/api/v1/openapi.json" target="_blank" size="sm">
            Description of the admin API (OpenAPI 3.1)
          </Anchor>
        </Card>
        <Card title="Licence">
          Rollcall is free software under the Apache License 2.0. It sends nothing to anybody but the webhooks that you
          set up.
        </Card>
      </Stack>
    </Page>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function asText({ version, nodeVersion, databaseVersion, databaseEmbedded }: About): string {
  const database = `PostgreSQL ${databaseVersion}${databaseEmbedded ? " (embedded)" : ""}`;
  return `Rollcall ${version}, Node.js ${nodeVersion}, ${database}`;
}
