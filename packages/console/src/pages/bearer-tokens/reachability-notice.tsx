import { Skeleton, Text } from "@mantine/core";
import { reachabilityRoutes } from "@rollcall/admin-api/reachability.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import classes from "./authorization.module.css";

/** Says that the source cannot call this address, and how to mend it. Nothing where nothing is wrong. */
export function ReachabilityNotice() {
  const { id, scimBaseUrl } = useSourceApplication();
  const found = useAnswer(reachabilityRoutes.getReachability, { params: { sourceApplicationId: id } });
  const problems = found.data?.problems ?? [];
  const first = problems.find(({ matters }) => matters) ?? problems[0];
  // What is not https will have something to say: its room is kept, so that nothing jumps.
  if (found.isPending && scimBaseUrl.startsWith("http:")) {
    return <Skeleton height={188} radius={6} aria-label="Loading" />;
  }
  if (found.data === undefined || first === undefined) return null;
  const { reachable, recipes } = found.data;
  return (
    <div className={classes.notice} role={reachable ? "note" : "alert"} aria-label="Reachability">
      <Text size="sm" fw={600}>
        {reachable ? "Good to know about this address" : "This source cannot call this address yet"}
      </Text>
      {problems.map(({ code, found: what, whatToDo }) => (
        <Text size="sm" mt={4} key={code}>
          {sentence(what)} {sentence(whatToDo)}
        </Text>
      ))}
      {recipes.map(({ name, text }) => (
        <details key={name}>
          <summary className={classes.summary}>
            <Text span size="sm">
              {name}
            </Text>
          </summary>
          <CodeBlock code={text} label={`the recipe for ${name}`} maxHeight={200} />
        </details>
      ))}
    </div>
  );
}

/** The server's words as a sentence of a page. */
function sentence(words: string): string {
  const begun = words.slice(0, 1).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
