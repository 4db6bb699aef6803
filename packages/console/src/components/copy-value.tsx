import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./copy-value.module.css";

interface Props {
  readonly value: string;
  /** What it is, for the button's name: *Copy SCIM Base URL*. */
  readonly label: string;
  /** What is shown, where that is not the value itself. */
  readonly shown?: string;
  /** In a field of its own, for what people paste elsewhere; a word in a line otherwise. */
  readonly boxed?: boolean;
  readonly onCopy?: (() => void) | undefined;
}

/** A machine's value: monospaced, copied by one click. */
export function CopyValue({ value, label, shown, boxed = false, onCopy }: Props) {
  return (
    <span className={boxed ? classes.boxed : classes.inline}>
      <code className={classes.value} dir="auto" title={shown === undefined ? undefined : value}>
        {shown ?? value}
      </code>
      <CopyButton value={value} timeout={1_500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : `Copy ${label}`}>
            <ActionIcon
              size={boxed ? 28 : 22}
              onClick={() => {
                copy();
                onCopy?.();
              }}
              aria-label={`Copy ${label}`}
            >
              {copied ? <IconCheck size={14} color="var(--flowing)" /> : <IconCopy size={14} stroke={1.5} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  );
}
