import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./code-block.module.css";

interface Props {
  readonly code: string;
  /** What it is, for the copy button's name. */
  readonly label: string;
  /** Rows that are shown before it scrolls. */
  readonly maxHeight?: number;
}

/** Text of a machine in a box of its own, copied by one click. */
export function CodeBlock({ code, label, maxHeight = 360 }: Props) {
  return (
    <div className={classes.block}>
      {/* What scrolls must be reachable by keyboard. */}
      <pre className={classes.code} style={{ maxHeight }} tabIndex={0} aria-label={label}>
        {code}
      </pre>
      <CopyButton value={code} timeout={1_500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : `Copy ${label}`}>
            <ActionIcon size={24} className={classes.copy} onClick={copy} aria-label={`Copy ${label}`}>
              {copied ? <IconCheck size={14} color="var(--flowing)" /> : <IconCopy size={14} stroke={1.5} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}

/** A JSON value, indented. */
export function JsonBlock({ value, label, maxHeight }: { value: unknown; label: string; maxHeight?: number }) {
  const code = JSON.stringify(value, null, 2) ?? "";
  return <CodeBlock code={code} label={label} {...(maxHeight === undefined ? {} : { maxHeight })} />;
}
