import { Skeleton } from "@mantine/core";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { useApplicationKind } from "../../api/application-kinds.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import classes from "./authorization.module.css";
import { PlayedSource } from "./played-source.tsx";

interface Props {
  readonly application: SourceApplication;
  /** In clear, where it can be seen. */
  readonly token: string | undefined;
  readonly onCopyToken: () => void;
}

/** How to set this source up, step by step, with the application's own values already in. */
export function SetupGuide({ application, token, onCopyToken }: Props) {
  const kind = useApplicationKind(application.kind);
  if (kind === undefined) return <Skeleton height={320} radius={6} aria-label="Loading" />;
  return (
    <Card
      title={kind.id === "scim-client" ? "In your source" : `In ${kind.name}`}
      lead={kind.pushNote ?? "Step by step, with this application's own values."}
    >
      <ol className={classes.guide}>
        {kind.guide.map((step) => (
          <li key={step.text}>
            {step.text}
            {step.values.length > 0 && (
              <dl className={classes.values}>
                {step.values.map(({ label, value }) => (
                  <GuideValue
                    key={label}
                    label={label}
                    {...filledIn(value, application, token)}
                    onCopy={value.includes("{bearerToken}") ? onCopyToken : undefined}
                  />
                ))}
              </dl>
            )}
          </li>
        ))}
      </ol>
      <PlayedSource application={application} token={token} />
    </Card>
  );
}

interface GuideValueProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly shown: string;
  readonly onCopy: (() => void) | undefined;
}

function GuideValue(props: GuideValueProps) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>
        {props.value === undefined ? (
          <span className={classes.sub}>{props.shown}</span>
        ) : (
          <CopyValue value={props.value} shown={props.shown} label={props.label} onCopy={props.onCopy} />
        )}
      </dd>
    </>
  );
}

/** The application's own values in place of what stands for them. */
function filledIn(text: string, { scimBaseUrl, displayName }: SourceApplication, token: string | undefined) {
  if (text.includes("{bearerToken}") && token === undefined) {
    return { value: undefined, shown: "the Bearer Token that you copied" };
  }
  const fill = (bearerToken: string) =>
    text
      .replaceAll("{scimBaseUrl}", scimBaseUrl)
      .replaceAll("{displayName}", displayName)
      .replaceAll("{bearerToken}", bearerToken);
  const short = token === undefined ? "" : `${token.slice(0, 12)}…${token.slice(-4)}`;
  return { value: fill(token ?? ""), shown: fill(short) };
}
