import { Input } from "@mantine/core";
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import type { ExpressionInputProps } from "./expression-input.ts";
import { type ExpressionView, openExpressionView } from "./expression-view.ts";
import classes from "./mapping.module.css";

/** An expression with completion and the place of what is wrong, as it is typed. */
export function ExpressionEditor(props: ExpressionInputProps) {
  const { label, hint, value, range, describedBy, invalid, handle } = props;
  const { start, end } = range ?? {};
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  const [view, setView] = useState<ExpressionView>();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (host === null) return undefined;
    const opened = openExpressionView(host, latest.current.value, hint, {
      onChange: (text) => latest.current.onChange(text),
      names: () => latest.current.names,
    });
    setView(opened);
    return () => opened.destroy();
  }, [host, hint]);
  // With what was typed since then it would be too late.
  useLayoutEffect(() => view?.setText(value), [view, value]);
  useEffect(
    () => view?.setProblem(start === undefined || end === undefined ? undefined : { start, end }),
    [view, start, end],
  );
  useEffect(
    () =>
      view?.setAttributes({
        "aria-label": label,
        ...(invalid ? { "aria-invalid": "true" } : {}),
        ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
      }),
    [view, label, invalid, describedBy],
  );
  useImperativeHandle(handle, () => ({ insert: (text) => view?.insert(text) }), [view]);
  return (
    <Input
      component="div"
      multiline
      size="xs"
      error={invalid}
      classNames={{ input: `${classes.pathInput ?? ""} ${classes.expression ?? ""}` }}
      ref={setHost}
    />
  );
}
