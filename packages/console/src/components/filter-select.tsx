import { Select } from "@mantine/core";
import { clearButton, ownDirection } from "./select-props.ts";

interface Props {
  /** What it narrows by, and what it says while it does not. */
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  /** What it says while it narrows by nothing, where that is not its label. */
  readonly placeholder?: string;
  readonly searchable?: boolean;
  readonly width?: number;
}

/** A compact control that narrows a list by one thing; empty, it narrows by nothing. */
export function FilterSelect(props: Props) {
  const { label, placeholder = label, options, value, onChange, searchable = false, width = 140 } = props;
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      data={options}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      clearable
      clearButtonProps={clearButton(label)}
      searchable={searchable}
      nothingFoundMessage="None"
      {...ownDirection}
      size="xs"
      w={width}
      comboboxProps={{ shadow: "md", transitionProps: { duration: 80 } }}
    />
  );
}
