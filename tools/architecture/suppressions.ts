import type { Problem } from "./problem.ts";
import type { SourceTree } from "./source-tree.ts";

/** What switches a check off, and where its reason begins. */
const directives: readonly { readonly begins: RegExp; readonly reason: RegExp; readonly form: string }[] = [
  { begins: /^(oxlint|eslint)-(disable|enable)/, reason: /\s--\s+(.*)$/, form: "rule -- reason" },
  { begins: /^@ts-expect-error\b/, reason: /^@ts-expect-error:?\s+(.*)$/, form: "@ts-expect-error reason" },
  { begins: /^biome-ignore/, reason: /^biome-ignore[\w-]*\s+[^:]+:\s*(.*)$/, form: "biome-ignore rule: reason" },
  { begins: /^(node:coverage|c8|v8) (ignore|disable)/, reason: /\s--\s+(.*)$/, form: "… -- reason" },
];
const forbidden = /^@ts-(ignore|nocheck)\b/;
/** Shorter than this says nothing: "needed" has six letters. */
const leastReason = 15;

/** Finds comments that switch a check off without saying why on the same line. */
export function findUnexplainedSuppressions(tree: SourceTree): Problem[] {
  return tree.files.flatMap((file) =>
    file.comments.flatMap((comment) =>
      comment.value.split("\n").flatMap((text, index) => {
        const message = complaint(text.replace(/^[\s*]+/, "").trim());
        return message === undefined ? [] : [{ path: file.path, line: file.lineAt(comment.start) + index, message }];
      }),
    ),
  );
}

function complaint(text: string): string | undefined {
  if (forbidden.test(text)) return "use @ts-expect-error, which tells when it is no longer needed";
  const directive = directives.find(({ begins }) => begins.test(text));
  if (directive === undefined) return undefined;
  const reason = directive.reason.exec(text)?.[1] ?? "";
  return reason.length < leastReason ? `switches a check off without a reason (${directive.form})` : undefined;
}
