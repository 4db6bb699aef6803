import { Textarea } from "@mantine/core";
import { useImperativeHandle, useRef } from "react";
import type { ExpressionInputProps } from "./expression-input.ts";
import classes from "./mapping.module.css";

/** An expression as plain text: to be read, and to be typed where the editor cannot be fetched. */
export function PlainExpression({
  label,
  hint,
  value,
  onChange,
  describedBy,
  invalid,
  readOnly,
  handle,
}: ExpressionInputProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(handle, () => ({
    insert(name) {
      const { selectionStart = value.length, selectionEnd = value.length } = field.current ?? {};
      onChange(value.slice(0, selectionStart) + name + value.slice(selectionEnd));
      requestAnimationFrame(() => {
        field.current?.focus();
        field.current?.setSelectionRange(selectionStart + name.length, selectionStart + name.length);
      });
    },
  }));
  return (
    <Textarea
      ref={field}
      size="xs"
      aria-label={label}
      aria-describedby={describedBy}
      error={invalid}
      placeholder={hint}
      value={value}
      readOnly={readOnly}
      onChange={(event) => onChange(event.currentTarget.value)}
      classNames={{ input: classes.pathInput ?? "" }}
      spellCheck={false}
      autoComplete="off"
      autosize
      minRows={1}
      maxRows={8}
      maxLength={4096}
    />
  );
}
