import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

/** Long enough that a word typed fast is one question. */
const restMilliseconds = 150;

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** Called once the typing rests. */
  readonly onChange: (value: string) => void;
}

/** Searches as somebody types: the list follows when the typing rests. */
export function SearchField({ label, placeholder, value, onChange }: Props) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (known !== value) {
    // The address changed: by this field, or by going back.
    setKnown(value);
    if (typed.trim() !== value) setTyped(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={14} stroke={1.5} />}
      value={typed}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => onChange(next.trim()), restMilliseconds);
      }}
      size="xs"
      w={280}
      maw="100%"
    />
  );
}
