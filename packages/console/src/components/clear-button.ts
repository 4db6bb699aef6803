/** What makes the kit's button that empties a select one for everybody: named, reached by keyboard, large enough. */
export function clearButton(label: string) {
  return { "aria-label": `Clear ${label}`, "aria-hidden": false, tabIndex: 0, size: "24" } as const;
}
