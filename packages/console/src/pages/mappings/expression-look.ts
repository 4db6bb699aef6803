import { EditorView } from "@codemirror/view";

/** The editor in the console's own colours, which are those of the theme in force. */
export const expressionLook = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--mantine-color-text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "20px", maxHeight: "164px", overflowX: "hidden" },
  ".cm-content": { padding: "0 0 2px", caretColor: "var(--mantine-color-text)", outline: "none", minHeight: "20px" },
  ".cm-line": { padding: "0", overflowWrap: "anywhere" },
  ".cm-placeholder": { color: "var(--mantine-color-placeholder)", verticalAlign: "baseline" },
  ".cm-problem": {
    textDecoration: "underline wavy var(--mantine-color-error)",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "2px",
  },
  ".cm-tooltip": {
    zIndex: "300",
    overflow: "hidden",
    border: "1px solid var(--border)",
    borderRadius: "6px",
    backgroundColor: "var(--mantine-color-body)",
    boxShadow: "var(--mantine-shadow-md)",
  },
  ".cm-tooltip.cm-tooltip-below": { marginTop: "6px" },
  ".cm-tooltip.cm-tooltip-above": { marginBottom: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    width: "min(380px, calc(100vw - 32px))",
    minWidth: "0",
    maxWidth: "none",
    maxHeight: "264px",
    fontFamily: "var(--mantine-font-family-monospace)",
    fontSize: "12.5px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "grid",
    gridTemplateColumns: "minmax(0, auto) minmax(0, 1fr)",
    columnGap: "8px",
    padding: "4px 10px",
    color: "var(--mantine-color-text)",
    lineHeight: "18px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--surface-selected)",
    color: "var(--mantine-color-text)",
  },
  ".cm-completionLabel": { overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600", color: "var(--accent-text)" },
  ".cm-completionDetail": {
    overflow: "hidden",
    marginLeft: "0",
    color: "var(--mantine-color-dimmed)",
    fontStyle: "normal",
    textOverflow: "ellipsis",
  },
  ".cm-completionDescription": {
    gridColumn: "1 / 3",
    overflow: "hidden",
    color: "var(--mantine-color-dimmed)",
    fontFamily: "var(--mantine-font-family)",
    fontSize: "12px",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
});
